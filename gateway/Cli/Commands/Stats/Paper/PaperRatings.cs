using MedHelm.Cli.Tables;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Cli.Commands.Stats.Paper;

/// <summary>clinician_and_jury_ratings.csv: answers that clinicians rated by three criteria, beside the jury's ratings of them.</summary>
internal sealed class PaperRatings
{
    public const string Clinicians = "clinicians";
    public const string Jury = "jury";
    private static readonly string[] Criteria = ["accuracy", "completeness", "clarity"];

    private readonly Dictionary<string, string> datasets = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Answer, string Who), double> plain = [];

    private PaperRatings(CsvTable table)
    {
        foreach (var answer in table.Rows.GroupBy(row => $"{row.Name("dataset_name")}/{row.Name("instance_id")}/{row.Name("model_key")}", StringComparer.Ordinal))
        {
            datasets[answer.Key] = answer.First().Name("dataset_name");
            Table.Columns.Add(Column(answer.Key, [.. answer]));
            plain[(answer.Key, Clinicians)] = answer.Select(row => Plain(row, "")).Sum() / answer.Count();
            plain[(answer.Key, Jury)] = Plain(answer.First(), "llm_");
        }
    }

    /// <summary>A column for each answer: of every clinician, of all of them (each one's mean weighs the same) and of the jury, the marks of 1 to 5 by criterion.</summary>
    public AggregateRequest Table { get; } = new();

    public IEnumerable<string> Datasets => datasets.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    public static PaperRatings Read(string file) => new(CsvTable.Read(file, ["username", "dataset_name", "instance_id", "model_key", .. Criteria, .. Criteria.Select(c => $"llm_{c}")]));

    public string DatasetOf(string answer) => datasets[answer];

    /// <summary>
    /// The mean of an answer's marks as the paper's code sums them, in floating point. Thirds summed so leave differences in the last
    /// digit where marks are equal, which break ties and change its rank correlation: only these means reproduce it.
    /// </summary>
    public double PlainMean(string answer, string who) => plain[(answer, who)];

    private static double Plain(CsvRow row, string prefix) => Marks(row, prefix).Sum() / Criteria.Length;

    private static AggregateColumn Column(string answer, IReadOnlyList<CsvRow> ratings)
    {
        var clinicians = new AggregateValues { Model = Clinicians };
        var column = new AggregateColumn { Benchmark = answer, Direction = Direction.HigherIsBetter, RangeMin = 1, RangeMax = 5, Models = { clinicians, new AggregateValues { Model = Jury, Values = { Marks(ratings[0], "llm_") } } } };
        foreach (var rating in ratings)
        {
            var rater = rating.Name("username");
            var marks = Marks(rating, "").ToList();
            if (!Marks(rating, "llm_").SequenceEqual(column.Models[1].Values)) throw rating.Wrong("llm_accuracy", "must be the same mark of the jury in every row of the answer");
            clinicians.Values.Add(marks);
            clinicians.Subsets.Add(Enumerable.Repeat(rater, marks.Count));
            column.Models.Add(new AggregateValues { Model = rater, Values = { marks } });
        }
        return column;
    }

    private static IEnumerable<double> Marks(CsvRow row, string prefix) => Criteria.Select(criterion => row.Number(prefix + criterion));
}
