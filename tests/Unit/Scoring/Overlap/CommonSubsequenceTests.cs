using MedHelm.Scoring.Metrics.Overlap;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring.Overlap;

/// <summary>Against the plain table of the textbook.</summary>
public sealed class CommonSubsequenceTests
{
    private const int Vocabulary = 30;

    public static TheoryData<int, int, int> Sizes => new()
    {
        { 1, 1, 1 }, { 0, 5, 2 }, { 5, 0, 2 }, { 63, 64, 3 }, { 64, 65, 2 }, { 65, 63, 30 }, { 129, 300, 5 }, { 200, 190, 30 }, { 64, 700, 4 }, { 500, 70, 8 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_length_is_that_of_the_table(int rows, int columns, int words)
    {
        foreach (var (left, right) in Samples(rows, columns, words))
            Assert.Equal(Table(left, right)[rows, columns], CommonSubsequence.Length(left, right, Vocabulary));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_marked_words_are_those_found_going_back_through_the_table(int rows, int columns, int words)
    {
        foreach (var (left, right) in Samples(rows, columns, words))
        {
            var expected = GoneBack(left, right);
            foreach (var mostKept in new[] { 1 << 20, 1 })
            {
                using var scratch = new BitColumns(Vocabulary, columns);
                var marked = new bool[rows];
                CommonSubsequence.Mark(left, right, scratch, marked, mostKept);
                Assert.Equal(expected, marked);
            }
        }
    }

    private static IEnumerable<(int[] Rows, int[] Columns)> Samples(int rows, int columns, int words)
    {
        var random = new Random(rows * 1000 + columns);
        for (var i = 0; i < 20; i++)
            yield return ([.. Enumerable.Range(0, rows).Select(_ => random.Next(words))], [.. Enumerable.Range(0, columns).Select(_ => random.Next(words))]);
    }

    private static int[,] Table(int[] rows, int[] columns)
    {
        var table = new int[rows.Length + 1, columns.Length + 1];
        for (var i = 1; i <= rows.Length; i++)
            for (var j = 1; j <= columns.Length; j++)
                table[i, j] = rows[i - 1] == columns[j - 1] ? table[i - 1, j - 1] + 1 : Math.Max(table[i - 1, j], table[i, j - 1]);
        return table;
    }

    private static bool[] GoneBack(int[] rows, int[] columns)
    {
        var table = Table(rows, columns);
        var marked = new bool[rows.Length];
        for (var (i, j) = (rows.Length, columns.Length); i > 0 && j > 0;)
        {
            if (rows[i - 1] == columns[j - 1])
            {
                marked[i - 1] = true;
                (i, j) = (i - 1, j - 1);
            }
            else if (table[i, j - 1] > table[i - 1, j]) j--;
            else i--;
        }
        return marked;
    }
}
