using System.CommandLine;
using MedHelm.Cli.Connection;
using MedHelm.Contracts.Trust.V1;

namespace MedHelm.Cli.Commands.Trust;

internal sealed class BenchListCommand : GatewayCommand
{
    private readonly Argument<string?> deployment = new("DEPLOYMENT") { Description = "Only this one", Arity = ArgumentArity.ZeroOrOne };

    public BenchListCommand(CommandHost host, GlobalOptions globals)
        : base("list", "List the last examination of each juror and rubric", host, globals)
    {
        Arguments.Add(deployment);
    }

    public override IReadOnlyList<string> Examples => ["medhelm bench list", "medhelm bench list openai/gpt-4o-2024-08-06"];

    public static async Task<int> ListAsync(GatewayClient gateway, string deployment, Func<ListAdmissionsResponse, int> show, CancellationToken cancellationToken) =>
        show(await gateway.Bench.ListAdmissionsAsync(new ListAdmissionsRequest { Deployment = deployment }, gateway.Soon(cancellationToken)));

    protected override Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken) =>
        ListAsync(gateway, parse.GetValue(deployment) ?? "", listed => Print(parse, listed, () => BenchPage.List(Host.Output, listed.Admissions)), cancellationToken);
}
