using System.CommandLine;
using MedHelm.Cli.Connection;
using MedHelm.Cli.Terminal;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Trust.V1;
using Spectre.Console;

namespace MedHelm.Cli.Commands.Trust;

internal sealed class RejudgeCommand : GatewayCommand
{
    // Every stored answer is read and rendered.
    private const int Patience = 1800;

    private readonly Argument<string> run = new("RUN") { Description = "The run, completed, as 'medhelm runs' lists it" };
    private readonly Option<string?> jury = new("--jury") { Description = "Jury definition", HelpName = "ID" };
    private readonly Option<string[]> jurors = CommaList.Option("--jurors", "Deployments of the jurors, in the place of the jury's", "ID");
    private readonly Option<string[]> benchmarks = CommaList.Option("--benchmarks", "Only these open-ended benchmarks", "ID");
    private readonly Option<string[]> models = CommaList.Option("--models", "Only these candidates", "ID");
    private readonly Option<string?> project = new("--project") { Description = "Project that pays; the run's where nothing is said", HelpName = "NAME" };

    private readonly Option<long?> budget = new("--budget")
    {
        Description = "Most it may spend, such as 5.00",
        HelpName = "USD",
        CustomParser = argument =>
        {
            if (DollarAmount.Parse(argument.Tokens[0].Value) is { } amount) return amount;
            argument.AddError($"--budget must be an amount of US dollars such as 5.00, was '{argument.Tokens[0].Value}'");
            return null;
        },
    };

    private readonly Option<bool> batch = new("--batch") { Description = "Buy through the providers' batch APIs, where they have one" };
    private readonly Option<string?> id = new("--id") { Description = "Your id for the judgement (4 to 63 of a-z, 0-9, -); the same call again takes up the same judgement", HelpName = "ID" };
    private readonly Option<bool> quoteOnly = new("--quote-only") { Description = "Say what it would cost and do nothing" };
    private readonly Option<bool> yes = new("--yes") { Description = "Do not ask whether to pay for it" };
    private readonly Option<bool> detach = new("--detach") { Description = "Start it and return at once" };

    public RejudgeCommand(CommandHost host, GlobalOptions globals)
        : base("rejudge", "Have the stored answers of a run judged by another jury, side by side with its own; no candidate is called", host, globals)
    {
        Arguments.Add(run);
        foreach (var option in new Option[] { jury, jurors, benchmarks, models, project, budget, batch, id, quoteOnly, yes, detach }) Options.Add(option);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "medhelm rejudge quick-1 --jurors openai/gpt-4o-2024-08-06,baseline/judge-f1 --quote-only",
        "medhelm rejudge quick-1 --jury medhelm --benchmarks aci_bench --yes --id second-look",
        "medhelm rejudge quick-1 --jury medhelm --budget 5.00 --batch --detach",
    ];

    protected override bool Stores => true;

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var spec = Spec(parse);
        var agreed = parse.GetValue(yes);
        if (parse.GetValue(quoteOnly) || !agreed || !AsJson(parse))
        {
            var quote = await gateway.Judgements.QuoteJudgementAsync(new QuoteJudgementRequest { Spec = spec }, gateway.Soon(cancellationToken, Patience));
            if (parse.GetValue(quoteOnly)) return Print(parse, quote, () => JudgementPage.Quote(Host.Output, quote));
            JudgementPage.Quote(AsJson(parse) ? Host.Error : Host.Output, quote);
        }
        if (!agreed && !Ask()) return ExitCodes.Failed;
        var created = await gateway.Judgements.CreateJudgementAsync(new CreateJudgementRequest { Spec = spec, JudgementId = parse.GetValue(id) ?? "" }, gateway.Soon(cancellationToken, Patience));
        var name = created.Judgement.Name;
        if (parse.GetValue(detach))
        {
            Host.Tell($"It goes on by itself. Look at it: medhelm judgements {ResourceName.Judgement.Short(name)}");
            return Print(parse, created, () => Host.WriteData($"{name}\n"));
        }
        await new JudgementFollower(Host, gateway).WaitAsync(created.Judgement, cancellationToken);
        var reply = await gateway.Judgements.GetJudgementAsync(new GetJudgementRequest { Name = name }, gateway.Soon(cancellationToken, Patience));
        return Print(parse, reply, () => JudgementPage.Draw(Host.Output, reply.Judgement));
    }

    private JudgementSpec Spec(ParseResult parse)
    {
        var spec = new JudgementSpec
        {
            Run = RunName.Full(parse.GetRequiredValue(run)),
            Jury = parse.GetValue(jury) ?? "",
            Jurors = { CommaList.Get(parse, jurors) },
            Benchmarks = { CommaList.Get(parse, benchmarks) },
            Candidates = { CommaList.Get(parse, models) },
            Project = parse.GetValue(project) ?? "",
            PriceClass = parse.GetValue(batch) ? PriceClass.Batch : PriceClass.Unspecified,
        };
        if (parse.GetValue(budget) is { } most) spec.BudgetNanoUsd = most;
        return spec;
    }

    private bool Ask()
    {
        if (Host.Error.Profile is not { Out.IsTerminal: true, Capabilities: { Ansi: true, Interactive: true } })
            throw new CommandFailure(ExitCodes.BadUsage, "nobody is there to be asked whether to pay for it", "Add --yes to go on, or --quote-only to see what it would cost.");
        return Host.Error.Confirm("Judge them again?", defaultValue: false);
    }
}
