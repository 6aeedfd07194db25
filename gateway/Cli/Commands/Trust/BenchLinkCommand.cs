using System.CommandLine;
using MedHelm.Cli.Connection;
using MedHelm.Contracts.Trust.V1;

namespace MedHelm.Cli.Commands.Trust;

internal sealed class BenchLinkCommand : GatewayCommand
{
    private readonly Argument<string> id = BenchCommand.SetArgument();
    private readonly Option<string> juror = new("--juror") { Description = "The juror, by its name within the jury", HelpName = "NAME", Required = true };
    private readonly Option<string> by = new("--by") { Description = "Who says so", HelpName = "NAME", Required = true };
    private readonly Option<double> margin = new("--margin") { Description = "Greatest half-width of the shift's interval, in points; 0.1 where nothing is said", HelpName = "POINTS" };

    public BenchLinkCommand(CommandHost host, GlobalOptions globals)
        : base("link", "Say that two versions of a juror may be compared: the step between them was measured on anchors", host, globals)
    {
        Arguments.Add(id);
        Options.Add(juror);
        Options.Add(by);
        Options.Add(margin);
    }

    public override IReadOnlyList<string> Examples => ["medhelm bench link aci-2026 --juror gpt --by \"Dr A\"", "medhelm bench link aci-2026 --juror gpt --by \"Dr A\" --margin 0.2"];

    protected override bool Stores => true;

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var request = new LinkVersionsRequest { AnchorSet = ResourceName.AnchorSet.Full(parse.GetRequiredValue(id)), Juror = parse.GetRequiredValue(juror), LinkedBy = parse.GetRequiredValue(by), Margin = parse.GetValue(margin) };
        var reply = await gateway.Bench.LinkVersionsAsync(request, gateway.Soon(cancellationToken, 120));
        return Print(parse, reply, () => BenchPage.Sets(Host.Output, [reply.AnchorSet]));
    }
}
