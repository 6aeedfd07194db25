using System.CommandLine;
using System.Globalization;
using MedHelm.Cli.Connection;
using MedHelm.Cli.Standings;
using MedHelm.Contracts.Reporting.V1;
using MedHelm.Contracts.Trust.V1;
using Spectre.Console;

namespace MedHelm.Cli.Commands;

internal sealed class CompareCommand : GatewayCommand
{
    private readonly Argument<string> first = new("FIRST") { Description = "A run, as 'medhelm runs' lists it" };
    private readonly Argument<string> second = new("SECOND") { Description = "Another run" };
    private readonly Option<bool> acrossProtocols = new("--across-protocols") { Description = "Compare although the runs' protocols differ, which makes the scores answers to different questions" };
    private readonly Option<bool> acrossJuries = new("--across-juries") { Description = "Compare jury scores although the runs' juries differ and nothing bridges them, which mixes the jurors' change with the models'" };

    public CompareCommand(CommandHost host, GlobalOptions globals)
        : base("compare", "Put two runs beside each other, with everything that decides their scores and differs", host, globals)
    {
        Arguments.Add(first);
        Arguments.Add(second);
        Options.Add(acrossProtocols);
        Options.Add(acrossJuries);
    }

    public override IReadOnlyList<string> Examples => ["medhelm compare quick-1 quick-2", "medhelm compare quick-1 quick-helm --across-protocols", "medhelm compare quick-1 quick-2 --across-juries"];

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var request = new CompareRunsRequest
        {
            First = RunName.Full(parse.GetRequiredValue(first)),
            Second = RunName.Full(parse.GetRequiredValue(second)),
            AcrossProtocols = parse.GetValue(acrossProtocols),
            AcrossJuries = parse.GetValue(acrossJuries),
        };
        var reply = await gateway.Reporting.CompareRunsAsync(request, gateway.Soon(cancellationToken));
        return Print(parse, reply.Comparison, () => Draw(request, reply.Comparison));
    }

    private void Draw(CompareRunsRequest request, Comparison comparison)
    {
        var table = Listing.Table("Model", "Benchmark", request.First, request.Second, "Difference", "Scored");
        foreach (var cell in comparison.Cells)
        {
            table.Row(
                cell.Model,
                cell.Benchmark,
                cell.HasFirst ? CellText.Share(cell.First) : CellText.Absent,
                cell.HasSecond ? CellText.Share(cell.Second) : CellText.Absent,
                !cell.SameQuestions ? "not the same questions" : cell.Juries == Comparability.Blocked ? "not the same jury" : cell is { HasFirst: true, HasSecond: true } ? (cell.Second - cell.First).ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture) : CellText.Absent,
                string.Create(CultureInfo.InvariantCulture, $"{cell.FirstScored} / {cell.SecondScored}"));
        }

        Host.Output.Write(table);
        foreach (var group in comparison.Cells.Where(cell => cell.Juries is Comparability.Linked or Comparability.Rejudged).GroupBy(cell => cell.Juries))
        {
            Host.Output.WriteLine($"{string.Join(", ", group.Select(cell => cell.Benchmark).Distinct(StringComparer.Ordinal))}: {(group.Key == Comparability.Linked
                ? "jurors changed their version, and the step between the versions was measured"
                : "the juries differ, and the answers of one run were judged by the other's jury too")}.");
        }
        Host.Output.WriteLine(comparison.Differences.Count == 0
            ? "Nothing that decides the scores differs but the models' answers."
            : "What decides the scores and differs:");
        foreach (var group in comparison.Differences.GroupBy(d => (d.What, d.First, d.Second)))
            Host.Output.WriteLine($"  {group.Key.What}: {Short(group.Key.First)} / {Short(group.Key.Second)}{Where(group)}");
        if (comparison.OnlyInOne.Count > 0)
            Host.Output.WriteLine($"Only in one of them: {string.Join(", ", comparison.OnlyInOne)}.");
    }

    private static string Where(IEnumerable<Difference> differences)
    {
        var benchmarks = differences.Select(d => d.Benchmark).Where(b => b.Length > 0).ToList();
        return benchmarks.Count == 0 ? "" : $" ({string.Join(", ", benchmarks)})";
    }

    // Digests are told apart by their beginnings.
    private static string Short(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower) ? text[..12] : text.Length == 0 ? "none" : text;
}
