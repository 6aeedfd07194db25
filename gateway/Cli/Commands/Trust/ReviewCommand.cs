using System.CommandLine;
using MedHelm.Cli.Connection;

namespace MedHelm.Cli.Commands.Trust;

/// <summary>Everything about reviews, in which clinicians rate answers blind; by itself it lists them.</summary>
internal sealed class ReviewCommand : GatewayCommand
{
    public ReviewCommand(CommandHost host, GlobalOptions globals)
        : base("review", "Have clinicians rate answers of a run, blind, and anchor its jury scores by their labels", host, globals)
    {
        Add(new ReviewCreateCommand(host, globals));
        Add(new ReviewShowCommand(host, globals));
        Add(new ReviewListCommand(host, globals));
        Add(new ReviewNextCommand(host, globals));
        Add(new ReviewRateCommand(host, globals));
        Add(new ReviewDisputesCommand(host, globals));
        Add(new ReviewAdjudicateCommand(host, globals));
    }

    public override IReadOnlyList<string> Examples =>
    [
        "medhelm review create quick-1 aci_bench --raters dr-a,dr-b --adjudicator dr-c --id ward-7",
        "medhelm review next ward-7 --rater dr-a                                             an answer, without the model's name",
        "medhelm review rate ward-7 --rater dr-a --item ITEM accuracy=4 completeness=5 clarity=4",
        "medhelm review show ward-7                                                          progress, agreement, anchored scores",
        "medhelm review disputes ward-7 --adjudicator dr-c",
        "medhelm review adjudicate ward-7 --adjudicator dr-c --item ITEM accuracy=4 completeness=4 clarity=4",
    ];

    /// <summary>The review, as every sub-command takes it.</summary>
    public static Argument<string> IdArgument() => new("ID") { Description = "The review, as 'medhelm review list' lists it" };

    public static Option<string> NameOption(string name, string description) => new(name) { Description = description, HelpName = "NAME", Required = true };

    public static Option<string> ItemOption() => new("--item") { Description = "The item, as 'review next' or 'review disputes' names it", HelpName = "ITEM", Required = true };

    protected override Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken) =>
        ReviewListCommand.ListAsync(gateway, "", listed => Print(parse, listed, () => new ReviewPage(Host.Output).List(listed.Reviews)), cancellationToken);
}
