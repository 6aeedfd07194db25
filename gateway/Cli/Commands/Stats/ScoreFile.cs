using System.CommandLine;
using System.Globalization;
using MedHelm.Cli.Tables;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Cli.Commands.Stats;

/// <summary>A CSV file of scores, one row for each model and instance, as the table that the services take.</summary>
internal sealed class ScoreFile
{
    private readonly Argument<string> file = new("FILE") { Description = "CSV with columns model and score, and more as below" };
    private readonly Option<string> range = new("--range") { Description = "Ends of the scale of scores, unless columns min and max say it", HelpName = "MIN..MAX", DefaultValueFactory = _ => "0..1" };
    private readonly Option<bool> lowerIsBetter = new("--lower-is-better") { Description = "Lower scores are better, unless a column direction (higher or lower) says it" };

    public ScoreFile(Command command)
    {
        command.Arguments.Add(file);
        command.Options.Add(range);
        command.Options.Add(lowerIsBetter);
    }

    /// <summary>For --help.</summary>
    public static IReadOnlyList<string> Format { get; } =
    [
        "scores.csv has a row for each model and instance:",
        "  model,benchmark,instance,score",
        "  a,head_qa,q1,1",
        "Required: model, score; an empty score is an instance without one. Optional: benchmark; instance (without it the n-th row of",
        "every model is the same instance); cluster, such as a patient or note; subset; reason, why there is no score; category and",
        "subcategory; min, max and direction of the benchmark's scale.",
    ];

    public AggregateRequest Read(ParseResult parse)
    {
        var table = CsvTable.Read(parse.GetRequiredValue(file), "model", "score");
        var (min, max) = Range(parse.GetRequiredValue(range));
        var usual = new AggregateColumn { RangeMin = min, RangeMax = max, Direction = parse.GetValue(lowerIsBetter) ? Direction.LowerIsBetter : Direction.HigherIsBetter };
        var request = new AggregateRequest();
        foreach (var benchmark in table.Rows.GroupBy(row => row.Text("benchmark"), StringComparer.Ordinal))
            request.Columns.Add(new ScoreColumn(table, [.. benchmark], usual).Read(benchmark.Key.Length == 0 ? "scores" : benchmark.Key));
        return request;
    }

    private static (double Min, double Max) Range(string text) =>
        text.Split("..") is [var low, var high] && Number(low) is { } min && Number(high) is { } max && min < max
            ? (min, max)
            : throw new CommandFailure(ExitCodes.BadUsage, $"--range must be two numbers such as 0..1 or 1..5, was '{text}'");

    private static double? Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
}
