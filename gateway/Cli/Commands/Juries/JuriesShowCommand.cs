using System.CommandLine;
using System.Globalization;
using MedHelm.Cli.Connection;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Judging.V1;

namespace MedHelm.Cli.Commands.Juries;

internal sealed class JuriesShowCommand : GatewayCommand
{
    private readonly Argument<string> id = new("ID") { Description = "Jury, as 'medhelm juries' lists it" };

    public JuriesShowCommand(CommandHost host, GlobalOptions globals)
        : base("show", "Show one jury: who sits on it and by which rules it decides", host, globals) => Arguments.Add(id);

    public override IReadOnlyList<string> Examples => ["medhelm juries show medhelm", "medhelm juries show cascade --json"];

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var reply = await gateway.Catalog.ListJuriesAsync(new(), gateway.Soon(cancellationToken));
        var wanted = parse.GetRequiredValue(id);
        var jury = reply.Juries.FirstOrDefault(j => j.Id == wanted)
            ?? throw new CommandFailure(ExitCodes.BadUsage, $"there is no jury '{wanted}'", $"There are: {string.Join(", ", reply.Juries.Select(j => j.Id))}");
        return Print(parse, jury, () => Draw(jury));
    }

    private void Draw(JuryDefinition definition)
    {
        var jury = definition.Jury;
        Line(string.Create(CultureInfo.InvariantCulture, $"{definition.Id} version {definition.Version}: {definition.DisplayName}"));
        Line(definition.Description);
        Line($"Jurors: {(jury.Jurors.Count == 0 ? "the run names them" : Seats(jury.Jurors))}");
        if (jury.Bench.Count > 0)
            Line($"Bench: {Seats(jury.Bench)}");
        foreach (var rule in JuryWords.Rules(jury))
            Line(rule);
        if (definition.Benchmarks.Count > 0)
            Line($"Benchmarks that name it: {string.Join(", ", definition.Benchmarks)}");
        Line($"Definition: {definition.DefinitionSha256}");
    }

    private void Line(string text) => Host.WriteData(text + "\n");

    private static string Seats(IEnumerable<Juror> jurors) => string.Join(", ", jurors.Select(j =>
        (j.Name == j.Deployment ? j.Name : $"{j.Name} ({j.Deployment})") + (j.Weight > 0 ? string.Create(CultureInfo.InvariantCulture, $", weight {j.Weight:0.##}") : "")));
}
