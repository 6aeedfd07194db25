using System.CommandLine;
using System.Globalization;
using MedHelm.Cli.Connection;
using MedHelm.Cli.Terminal;
using MedHelm.Cli.Watching;
using MedHelm.Contracts.Evaluation.V1;
using Spectre.Console;

namespace MedHelm.Cli.Commands;

internal sealed class RunsCommand : GatewayCommand
{
    private const int LargestPage = 1000;
    private const int UsualLimit = 20;
    private readonly Option<int?> limit = WholeNumber.Option("--limit", $"At most this many, {UsualLimit} where nothing is said");

    public RunsCommand(CommandHost host, GlobalOptions globals)
        : base("runs", "List runs, newest first", host, globals)
    {
        Options.Add(limit);
    }

    public override IReadOnlyList<string> Examples => ["medhelm runs", "medhelm runs --limit 500 --json"];

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var listed = await ListAsync(gateway, parse.GetValue(limit) ?? UsualLimit, cancellationToken);
        return Print(parse, listed, () => Draw(listed));
    }

    private static async Task<ListRunsResponse> ListAsync(GatewayClient gateway, int most, CancellationToken cancellationToken)
    {
        var all = new ListRunsResponse();
        do
        {
            var request = new ListRunsRequest { PageSize = Math.Min(LargestPage, most - all.Runs.Count), PageToken = all.NextPageToken };
            var page = await gateway.Evaluation.ListRunsAsync(request, gateway.Soon(cancellationToken));
            all.Runs.AddRange(page.Runs);
            all.NextPageToken = page.NextPageToken;
        }
        while (all.NextPageToken.Length > 0 && all.Runs.Count < most);
        return all;
    }

    private void Draw(ListRunsResponse listed)
    {
        if (listed.Runs.Count == 0)
        {
            Host.Output.WriteLine("No runs yet. Start one: medhelm run --suite quickstart");
            return;
        }
        var table = Listing.Table("Run", "Suite", "State", "Decided", "Started (UTC)", "Took");
        foreach (var run in listed.Runs)
            table.Row(RunName.Short(run.Name), run.Spec?.Suite ?? "", RunStatus.State(run.State), Decided(run), Started(run), RunStatus.Took(run) is { } took ? Durations.Format(took) : "");
        Host.Output.Write(table);
        foreach (var run in listed.Runs.Where(r => r.State == RunState.Failed))
            Host.Output.WriteLine($"{RunName.Short(run.Name)} failed: {run.Error}");
        foreach (var run in listed.Runs.Where(r => r is { State: RunState.Paused, Pause: not null }))
            Host.Output.WriteLine($"{RunName.Short(run.Name)} is paused: {BudgetStop.Reason(run.Pause)}. It goes on once 'medhelm budget set {run.Pause.Budget} USD' makes room.");
        if (listed.NextPageToken.Length > 0)
            Host.Output.WriteLine("There are more; --limit N shows them.");
    }

    private static string Decided(Run run) =>
        string.Create(CultureInfo.InvariantCulture, $"{run.Progress?.Decided ?? 0}/{run.Progress?.Planned ?? 0}");

    private static string Started(Run run) => run.CreateTime?.ToDateTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "";
}
