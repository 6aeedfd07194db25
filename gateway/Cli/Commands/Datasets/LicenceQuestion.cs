using System.CommandLine;
using System.Globalization;
using MedHelm.Catalog.Acquisition;
using MedHelm.Catalog.Definitions;
using MedHelm.Contracts.Inference.V1;
using Spectre.Console;

namespace MedHelm.Cli.Commands.Datasets;

/// <summary>Shows the terms of data and finds out whether somebody accepts them.</summary>
internal sealed class LicenceQuestion(CommandHost host)
{
    private const int LongestName = 200;

    public Option<bool> Accept { get; } = new("--accept-licence") { Description = "Accept the terms that are shown" };

    public Option<string?> By { get; } = new("--by") { Description = "Who accepts them, for the record; the name of the account when nobody is named", HelpName = "NAME" };

    private bool CanAsk => host.Error.Profile is { Out.IsTerminal: true, Capabilities: { Ansi: true, Interactive: true } };

    public void Show(BenchmarkDefinition definition)
    {
        host.Tell($"{definition.Id}: {definition.DisplayName}, {Tiers.Name(definition.DataTier)}");
        host.Tell($"  source   {definition.Source}");
        host.Tell($"  licence  {definition.Licence}");
        if (definition.DataTier != DataTier.Public)
            host.Tell($"  access   {definition.Access}");
    }

    public void ShowAccepted(AcceptedLicence accepted) =>
        host.Tell(string.Create(CultureInfo.InvariantCulture, $"  accepted by {accepted.AcceptedBy} on {accepted.AcceptedAt:yyyy-MM-dd}"));

    /// <summary>The acceptance, where it is given; null where somebody was asked and said no.</summary>
    /// <exception cref="CommandFailure">It is not given, and there is nobody to ask.</exception>
    public AcceptedLicence? Ask(ParseResult parse, BenchmarkDefinition definition)
    {
        if (parse.GetValue(Accept))
            return Accepted(parse, definition);
        if (!CanAsk)
            throw new CommandFailure(ExitCodes.BadUsage, $"the terms of '{definition.Id}' are not accepted", "Read them at the source; when you accept them, add --accept-licence.");
        return host.Error.Confirm($"Do you accept the terms of {Markup.Escape(definition.Id)}?", defaultValue: false) ? Accepted(parse, definition) : null;
    }

    public AcceptedLicence Accepted(ParseResult parse, BenchmarkDefinition definition)
    {
        var name = (parse.GetValue(By) ?? Environment.UserName).Trim();
        if (name.Length is 0 or > LongestName || name.Any(char.IsControl))
            throw new CommandFailure(ExitCodes.BadUsage, "nobody is named who accepts the terms", $"Name somebody, in at most {LongestName} characters: --by NAME.");
        return new(definition.Licence, name, host.Clock.GetUtcNow());
    }
}
