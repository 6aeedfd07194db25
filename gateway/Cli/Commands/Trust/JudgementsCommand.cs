using System.CommandLine;
using MedHelm.Cli.Connection;
using MedHelm.Contracts.Trust.V1;

namespace MedHelm.Cli.Commands.Trust;

internal sealed class JudgementsCommand : GatewayCommand
{
    private const int Patience = 600;

    private readonly Argument<string?> id = new("ID") { Description = "Show this one, both juries side by side", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> run = new("--run") { Description = "Only those of this run", HelpName = "RUN" };

    public JudgementsCommand(CommandHost host, GlobalOptions globals)
        : base("judgements", "List judgements of stored answers by other juries, newest first, or show one", host, globals)
    {
        Arguments.Add(id);
        Options.Add(run);
    }

    public override IReadOnlyList<string> Examples => ["medhelm judgements", "medhelm judgements --run quick-1", "medhelm judgements second-look", "medhelm judgements second-look --json | jq '.judgement.cells[] | {candidate, shift}'"];

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        if (parse.GetValue(id) is { } one)
        {
            var reply = await gateway.Judgements.GetJudgementAsync(new GetJudgementRequest { Name = ResourceName.Judgement.Full(one) }, gateway.Soon(cancellationToken, Patience));
            return Print(parse, reply, () => JudgementPage.Draw(Host.Output, reply.Judgement));
        }
        var listed = await gateway.Judgements.ListJudgementsAsync(new ListJudgementsRequest { Run = parse.GetValue(run) is { } name ? RunName.Full(name) : "" }, gateway.Soon(cancellationToken));
        return Print(parse, listed, () => JudgementPage.List(Host.Output, listed.Judgements));
    }
}
