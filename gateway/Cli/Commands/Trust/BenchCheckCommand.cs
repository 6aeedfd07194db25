using System.CommandLine;
using MedHelm.Cli.Connection;
using MedHelm.Contracts.Trust.V1;

namespace MedHelm.Cli.Commands.Trust;

internal sealed class BenchCheckCommand : GatewayCommand
{
    private const int Patience = 3600;

    private readonly Argument<string> id = BenchCommand.SetArgument();
    private readonly Option<string?> juror = new("--juror") { Description = "Only this one, by its name within the jury", HelpName = "NAME" };
    private readonly Option<int?> anchors = WholeNumber.Option("--anchors", "Most anchors to judge, for each juror; all where nothing is said");

    public BenchCheckCommand(CommandHost host, GlobalOptions globals)
        : base("check", "Have jurors judge frozen answers again, past every cache, and test whether their marks have moved", host, globals)
    {
        Arguments.Add(id);
        Options.Add(juror);
        Options.Add(anchors);
    }

    public override IReadOnlyList<string> Examples => ["medhelm bench check aci-2026", "medhelm bench check aci-2026 --juror gpt --anchors 50"];

    protected override bool Stores => true;

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var request = new CheckDriftRequest { AnchorSet = ResourceName.AnchorSet.Full(parse.GetRequiredValue(id)), Juror = parse.GetValue(juror) ?? "", Anchors = parse.GetValue(anchors) ?? 0 };
        var reply = await gateway.Bench.CheckDriftAsync(request, gateway.Soon(cancellationToken, Patience));
        return Print(parse, reply, () => BenchPage.Sets(Host.Output, [reply.AnchorSet]));
    }
}
