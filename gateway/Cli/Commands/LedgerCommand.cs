using System.CommandLine;
using Google.Protobuf.Collections;
using MedHelm.Cli.Connection;
using MedHelm.Cli.Terminal;
using MedHelm.Contracts.Inference.V1;
using Spectre.Console;

namespace MedHelm.Cli.Commands;

internal sealed class LedgerCommand : GatewayCommand
{
    private readonly Argument<string> run = new("RUN") { Description = "The run, as 'medhelm runs' lists it" };

    public LedgerCommand(CommandHost host, GlobalOptions globals)
        : base("ledger", "Show what a run paid to whom, call by call summed up", host, globals)
    {
        Arguments.Add(run);
    }

    public override IReadOnlyList<string> Examples => ["medhelm ledger quick-1", "medhelm ledger quick-1 --json | jq '[.lines[].costNanoUsd | tonumber] | add'"];

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var name = RunName.Full(parse.GetRequiredValue(run));
        // A run that paid nothing has no lines, and neither has one that does not exist.
        await gateway.Evaluation.GetRunAsync(new() { Name = name }, gateway.Soon(cancellationToken));
        var reply = await gateway.Inference.GetLedgerAsync(new() { Run = name }, gateway.Soon(cancellationToken));
        return Print(parse, reply, () => Draw(name, reply.Lines));
    }

    private void Draw(string name, RepeatedField<LedgerLine> lines)
    {
        if (lines.Count == 0)
        {
            Host.Output.WriteLine($"{name} paid nothing: no provider was called for it.");
            return;
        }
        new LedgerTable(Host.Output, lines).Draw();
        Host.Output.WriteLine($"{name} paid {NanoUsd.Format(lines.Sum(line => line.CostNanoUsd))} for {LedgerTable.Count(lines.Sum(line => line.Calls))} calls. Tokens are in the bucket they were billed in; none is in two.");
        if (lines.Sum(line => line.PresumedNanoUsd) is > 0 and var presumed)
            Host.Output.WriteLine($"{NanoUsd.Format(presumed)} of it is presumed: calls whose end nobody saw, at their worst case.");
    }
}
