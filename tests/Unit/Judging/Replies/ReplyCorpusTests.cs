using System.Globalization;
using System.Text.Json;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Judging.Verdicts;
using Xunit;

namespace MedHelm.Tests.Unit.Judging.Replies;

/// <summary>Replies as jurors give them, each with the marks, or the abstention, it must end as.</summary>
public sealed class ReplyCorpusTests
{
    private const string Start = "#### ";

    private static readonly Rubric MedHelm = new()
    {
        Id = "note",
        ScaleMin = 1,
        ScaleMax = 5,
        Criteria = { new Criterion { Name = "accuracy" }, new Criterion { Name = "completeness" }, new Criterion { Name = "clarity" } },
    };

    public static TheoryData<string, string, string> Replies
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var (name, expected, reply) in Read()) data.Add(name, expected, reply);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Replies))]
    public void A_reply_ends_as_the_right_verdict_or_the_right_abstention(string name, string expected, string reply)
    {
        var verdict = ReplyReader.Read(reply, MedHelm);

        Assert.True(expected == Written(verdict), $"{name}: expected {expected}, was {Written(verdict)}");
        Assert.Equal(verdict.Marks is null, verdict.Abstention is not null);
    }

    [Fact]
    public void There_are_enough_replies_of_every_kind()
    {
        var all = Read().ToList();

        Assert.InRange(all.Count, 60, 1000);
        Assert.Equal(all.Count, all.DistinctBy(reply => reply.Name, StringComparer.Ordinal).Count());
        Assert.Superset(
            new HashSet<string>(["no_json", "missing_criterion", "off_scale", "truncated", "contradictory", "refused", "4 3 5"], StringComparer.Ordinal),
            all.Select(reply => reply.Expected).ToHashSet(StringComparer.Ordinal));
    }

    private static string Written(Verdict verdict) => verdict.Marks is { } marks
        ? string.Join(' ', marks.Marks_.Select(mark => mark.Score.ToString(CultureInfo.InvariantCulture)))
        : JsonNamingPolicy.SnakeCaseLower.ConvertName(verdict.Abstention.Reason.ToString());

    private static IEnumerable<(string Name, string Expected, string Reply)> Read()
    {
        using var stream = typeof(ReplyCorpusTests).Assembly.GetManifestResourceStream("MedHelm.Unit.Judging.Replies.replies.txt")!;
        using var reader = new StreamReader(stream);
        foreach (var entry in reader.ReadToEnd().ReplaceLineEndings("\n").Split(Start, StringSplitOptions.RemoveEmptyEntries))
        {
            var lineEnd = entry.IndexOf('\n', StringComparison.Ordinal);
            var title = entry[..lineEnd].Split(" => ");
            yield return (title[0], title[1], entry[(lineEnd + 1)..].TrimEnd('\n'));
        }
    }
}
