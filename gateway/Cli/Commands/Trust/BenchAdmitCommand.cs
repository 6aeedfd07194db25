using System.CommandLine;
using MedHelm.Cli.Connection;
using MedHelm.Contracts.Trust.V1;

namespace MedHelm.Cli.Commands.Trust;

internal sealed class BenchAdmitCommand : GatewayCommand
{
    private const int Patience = 3600;

    private readonly Argument<string> deployment = new("DEPLOYMENT") { Description = "Who is to be a juror, as 'medhelm models' lists it" };
    private readonly Argument<string> benchmark = new("BENCHMARK") { Description = "An open-ended benchmark, whose rubric and sample are used" };
    private readonly Option<string?> project = new("--project") { Description = "Project that pays; 'default' where nothing is said", HelpName = "NAME" };
    private readonly Option<bool> renew = new("--renew") { Description = "Examine again although there is a report" };

    public BenchAdmitCommand(CommandHost host, GlobalOptions globals)
        : base("admit", "Examine a deployment as a juror; asks some dozens of completions", host, globals)
    {
        Arguments.Add(deployment);
        Arguments.Add(benchmark);
        Options.Add(project);
        Options.Add(renew);
    }

    public override IReadOnlyList<string> Examples => ["medhelm bench admit openai/gpt-4o-2024-08-06 aci_bench", "medhelm bench admit baseline/judge-f1 aci_bench --renew --json"];

    protected override bool Stores => true;

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var request = new AdmitJurorRequest { Deployment = parse.GetRequiredValue(deployment), Benchmark = parse.GetRequiredValue(benchmark), Project = parse.GetValue(project) ?? "", Renew = parse.GetValue(renew) };
        var reply = await gateway.Bench.AdmitJurorAsync(request, gateway.Soon(cancellationToken, Patience));
        Print(parse, reply, () => BenchPage.Draw(Host.Output, reply.Admission));
        return reply.Admission.Admitted ? ExitCodes.Completed : ExitCodes.Failed;
    }
}
