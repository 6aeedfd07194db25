using System.CommandLine;
using MedHelm.Cli.Connection;
using MedHelm.Cli.Quotes;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Cli.Commands;

internal sealed class QuoteCommand : GatewayCommand
{
    private const string Interval = "interval";
    private const string Paper = "paper";
    // A full dataset is a billion characters, and every token of it is counted.
    private const int PatienceInSeconds = 1800;

    private readonly RunRequestOptions request = new();
    private readonly Option<string> mode = new("--mode")
    {
        Description = "interval: low, expected and high, what is known already being free; paper: MedHELM's convention, every answer at its maximum output",
        HelpName = $"{Interval}|{Paper}",
        DefaultValueFactory = _ => Interval,
    };

    public QuoteCommand(CommandHost host, GlobalOptions globals)
        : base("quote", "Say what a run would cost, before it is started", host, globals)
    {
        foreach (var option in request.All)
            Options.Add(option);
        mode.AcceptOnlyFromAmong(Interval, Paper);
        Options.Add(mode);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "medhelm quote --suite quickstart",
        "medhelm quote --suite my-suite.yaml --model openai/gpt-4o-2024-08-06 --max-instances 100",
        "medhelm quote --suite medhelm --mode paper --json",
    ];

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var spec = await request.SpecAsync(parse, gateway, cancellationToken);
        var bounds = parse.GetValue(mode) == Paper ? QuoteMode.Paper : QuoteMode.Interval;
        var reply = await gateway.Evaluation.QuoteRunAsync(
            new() { Spec = spec, Mode = bounds }, gateway.Soon(cancellationToken, PatienceInSeconds));
        return Print(parse, reply, () => QuotePage.Write(Host.Output, reply, bounds));
    }
}
