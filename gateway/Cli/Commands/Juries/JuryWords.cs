using System.Globalization;
using MedHelm.Contracts.Judging.V1;

namespace MedHelm.Cli.Commands.Juries;

/// <summary>The rules of a jury, in words.</summary>
internal static class JuryWords
{
    public static string Aggregation(Aggregation aggregation) => aggregation switch
    {
        Contracts.Judging.V1.Aggregation.Median => "median",
        Contracts.Judging.V1.Aggregation.TrimmedMean => "trimmed mean",
        Contracts.Judging.V1.Aggregation.Majority => "majority",
        Contracts.Judging.V1.Aggregation.WeightedMean => "weighted mean",
        _ => "mean",
    };

    public static string Recusal(Recusal recusal) => recusal switch
    {
        Contracts.Judging.V1.Recusal.SameModel => "same model",
        Contracts.Judging.V1.Recusal.SameVendor => "same vendor",
        _ => "none",
    };

    public static IEnumerable<string> Rules(Jury jury)
    {
        yield return Invariant($"Score: {Aggregation(jury.Aggregation)} over jurors{(jury.Trim > 0 ? Invariant($", without {jury.Trim:0.##%} at each end") : "")}, of at least {(jury.MinValidVerdicts > 0 ? Invariant($"{jury.MinValidVerdicts}") : "the majority of them")} with a valid verdict");
        yield return Invariant($"Asked: {(jury.Repeats > 1 ? Invariant($"{jury.Repeats} times each") : "once each")}, {(jury.Repair ? "once more where a reply cannot be read" : "never again where a reply cannot be read")}{(jury.FreeReplies ? ", in free text" : ", held to a schema where the deployment can be")}");
        yield return Invariant($"Recusal: {jury.Recusal switch
        {
            Contracts.Judging.V1.Recusal.SameModel => "nobody rates a candidate of its own model",
            Contracts.Judging.V1.Recusal.SameVendor => "nobody rates a candidate of its own vendor",
            _ => "none",
        }}");
        if (jury.Escalation is { } cascade)
            yield return Invariant($"Cascade: the first {cascade.First} are asked, the others where these lie {cascade.Disagreement:0.##} points or more apart, and on {cascade.AuditShare:0.##%} of the answers in any case");
        if (jury.Escalation?.Guarantee is { } promise)
            yield return Invariant($"Promise: {promise.Agreement:0.#%} of the answers scored without the others agree with the {promise.Reference} within {promise.Tolerance:0.##} points, wrong with a probability of {promise.Error:0.##%} (calibrated on {promise.Items} items)");
        yield return Invariant($"Calls: {(jury.Parameters.HasTemperature ? Invariant($"temperature {jury.Parameters.Temperature:0.##}, ") : "")}at most {jury.Parameters.MaxOutputTokens} tokens");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
