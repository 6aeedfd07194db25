using System.CommandLine;
using MedHelm.Cli.Connection;
using MedHelm.Contracts.Trust.V1;
using Spectre.Console;

namespace MedHelm.Cli.Commands.Trust;

internal sealed class CertificateCommand : GatewayCommand
{
    // Ten thousand resamples of every measure of a large run take their time.
    private const int Patience = 600;

    private readonly Argument<string> run = new("RUN") { Description = "The run, as 'medhelm runs' lists it" };
    private readonly Argument<string?> benchmark = new("BENCHMARK") { Description = "Only this benchmark", Arity = ArgumentArity.ZeroOrOne };

    public CertificateCommand(CommandHost host, GlobalOptions globals)
        : base("certificate", "Show how far the jury scores of a run can be trusted: agreement with clinicians, among jurors, biases, what is missing", host, globals)
    {
        Arguments.Add(run);
        Arguments.Add(benchmark);
    }

    public override IReadOnlyList<string> Examples =>
        ["medhelm certificate quick-1", "medhelm certificate quick-1 aci_bench", "medhelm certificate quick-1 --json | jq '.certificates[] | {benchmarks, certified, missing}'"];

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var name = RunName.Full(parse.GetRequiredValue(run));
        var reply = await gateway.Certificates.ListCertificatesAsync(
            new ListCertificatesRequest { Run = name, Benchmark = parse.GetValue(benchmark) ?? "" }, gateway.Soon(cancellationToken, Patience));
        return Print(parse, reply, () => Draw(name, reply));
    }

    private void Draw(string name, ListCertificatesResponse reply)
    {
        if (reply.Certificates.Count == 0) Host.Output.WriteLine($"{name} has no jury scores, so that there is nothing to certify.");
        var page = new CertificatePage(Host.Output);
        foreach (var certificate in reply.Certificates) page.Draw(certificate);
    }
}
