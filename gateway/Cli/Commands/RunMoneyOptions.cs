using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using MedHelm.Cli.Terminal;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using Duration = Google.Protobuf.WellKnownTypes.Duration;

namespace MedHelm.Cli.Commands;

/// <summary>Who pays for a run, how much at most, and how its answers are bought, as options.</summary>
internal sealed class RunMoneyOptions
{
    private readonly Option<string?> project = new("--project") { Description = "Project that pays (1 to 63 of a-z, 0-9, -); 'default' where nothing is said", HelpName = "NAME" };

    private readonly Option<long?> budget = new("--budget")
    {
        Description = "Most the run may spend, jury included; it pauses there with what it has, and goes on when the budget is raised",
        HelpName = "USD",
        CustomParser = ParseAmount,
    };

    private readonly Option<bool> batch = new("--batch") { Description = "Buy through the providers' batch APIs, where they have one: hours slower, about half the price" };

    private readonly Option<TimeSpan?> patience = new("--batch-patience")
    {
        Description = "With --batch: how long to wait before what is left is asked live, such as 90m, 12h or 2d; a day where nothing is said",
        HelpName = "TIME",
        CustomParser = ParsePatience,
    };

    public IEnumerable<Option> All => [project, budget, batch, patience];

    /// <summary>Puts what was typed into the spec; the rest stays as the suite has it.</summary>
    public void Apply(ParseResult parse, RunSpec spec)
    {
        if (parse.GetValue(project) is { Length: > 0 } name)
            spec.Project = name;
        if (parse.GetValue(budget) is { } most)
            spec.BudgetNanoUsd = most;
        if (parse.GetValue(batch))
            spec.PriceClass = PriceClass.Batch;
        if (parse.GetValue(patience) is not { } wait)
            return;
        if (spec.PriceClass != PriceClass.Batch)
            throw new CommandFailure(ExitCodes.BadUsage, "--batch-patience means nothing without --batch");
        spec.BatchPatience = Duration.FromTimeSpan(wait);
    }

    private static long? ParseAmount(ArgumentResult argument)
    {
        var text = argument.Tokens[0].Value;
        if (DollarAmount.Parse(text) is { } amount)
            return amount;
        argument.AddError($"--budget must be an amount of US dollars such as 5.00, was '{text}'");
        return null;
    }

    private static TimeSpan? ParsePatience(ArgumentResult argument)
    {
        var text = argument.Tokens[0].Value;
        var unit = text.Length > 0 ? text[^1] : ' ';
        if (unit is 'm' or 'h' or 'd' && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 100_000)
            return unit switch { 'm' => TimeSpan.FromMinutes(number), 'h' => TimeSpan.FromHours(number), _ => TimeSpan.FromDays(number) };
        argument.AddError($"--batch-patience must be a time such as 90m, 12h or 2d, was '{text}'");
        return null;
    }
}
