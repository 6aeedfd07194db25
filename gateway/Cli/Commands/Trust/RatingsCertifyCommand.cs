using System.CommandLine;
using MedHelm.Cli.Commands.Stats;
using MedHelm.Cli.Connection;
using MedHelm.Contracts.Trust.V1;

namespace MedHelm.Cli.Commands.Trust;

internal sealed class RatingsCertifyCommand : GatewayCommand
{
    private const int Patience = 600;

    private readonly Argument<string> id = new("ID") { Description = "The set, as 'medhelm ratings list' lists it" };
    private readonly Option<string[]> benchmarks = CommaList.Option("--benchmarks", "Only answers of these benchmarks", "ID");
    private readonly ResamplingOptions resampling;

    public RatingsCertifyCommand(CommandHost host, GlobalOptions globals)
        : base("certify", "Certify the jury whose marks came with a set of ratings", host, globals)
    {
        Arguments.Add(id);
        Options.Add(benchmarks);
        resampling = new(this);
    }

    public override IReadOnlyList<string> Examples => ["medhelm ratings certify clinic-2026", "medhelm ratings certify clinic-2026 --benchmarks aci_bench,med_dialog --json"];

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var request = new CertifyRatingsRequest { Name = ResourceName.RatingSet.Full(parse.GetRequiredValue(id)), Benchmarks = { CommaList.Get(parse, benchmarks) }, Resampling = resampling.Read(parse) };
        var reply = await gateway.Reviews.CertifyRatingsAsync(request, gateway.Soon(cancellationToken, Patience));
        return Print(parse, reply, () => new CertificatePage(Host.Output).Draw(reply.Certificate));
    }
}
