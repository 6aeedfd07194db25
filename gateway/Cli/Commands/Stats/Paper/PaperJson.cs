using System.Text.Json.Nodes;
using MedHelm.Cli.Terminal;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Cli.Commands.Stats.Paper;

/// <summary>The page for machines: the services' answers as proto JSON, and the published figures with their readings.</summary>
internal static class PaperJson
{
    public static JsonObject Of(PaperAnswers answers, IReadOnlyList<Claim> claims) => new()
    {
        ["sets"] = new JsonArray([.. answers.Sets.Select(set => Set(set, answers))]),
        ["agreement"] = new JsonArray([.. answers.Agreement.Select(Agreement)]),
        ["clinicianPairs"] = new JsonArray([.. answers.Pairs.Select(Agreement)]),
        ["published"] = new JsonArray([.. claims.Select(Published)]),
        ["remarks"] = new JsonArray([.. Verdicts.Across(claims).Concat(Verdicts.OfTies(answers.Agreement)).Select(line => JsonValue.Create(line))]),
    };

    private static JsonObject Set(string set, PaperAnswers answers) => new()
    {
        ["benchmarks"] = set,
        ["aggregates"] = new JsonArray([.. answers.Aggregates.Where(a => a.Set == set).Select((a, place) => ProtoJson.Node(place == 0 ? a.Response : WithoutCells(a.Response)))]),
        ["costs"] = ProtoJson.Node(answers.Costs[set]),
        ["costsOfRowTotals"] = ProtoJson.Node(answers.RowTotals[set]),
    };

    // The cells of one convention are enough.
    private static AggregateResponse WithoutCells(AggregateResponse response)
    {
        var slim = response.Clone();
        slim.Cells.Clear();
        return slim;
    }

    private static JsonObject Agreement(Agreed agreed)
    {
        var json = new JsonObject
        {
            ["subset"] = agreed.Subset,
            ["raters"] = new JsonArray([.. agreed.Raters.Select(rater => JsonValue.Create(rater))]),
            ["items"] = agreed.Items,
            ["standardised"] = ProtoJson.Node(agreed.Standardised),
        };
        if (agreed.Raw is not null) json["raw"] = ProtoJson.Node(agreed.Raw);
        return json;
    }

    private static JsonObject Published(Claim claim) => new()
    {
        ["name"] = claim.Name,
        ["source"] = claim.Source,
        ["verdict"] = Verdicts.Of(claim),
        ["figures"] = new JsonArray([.. claim.Figures.Select(figure => new JsonObject { ["subject"] = figure.Subject, ["published"] = figure.Value, ["decimals"] = figure.Decimals })]),
        ["readings"] = new JsonArray([.. claim.Readings.Select(reading => new JsonObject
        {
            ["name"] = reading.Name,
            ["values"] = new JsonArray([.. reading.Values.Select(value => value is { } number ? JsonValue.Create(number) : null)]),
            ["fits"] = claim.Fitting(reading),
        })]),
    };
}
