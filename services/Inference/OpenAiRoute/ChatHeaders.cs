using System.Globalization;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Inference.OpenAiRoute;

/// <summary>What OpenAI's bodies have no fields for.</summary>
internal static class ChatHeaders
{
    public const string DataTier = "x-medhelm-data-tier";
    public const string Project = "x-medhelm-project";
    private const string ServedFrom = "x-medhelm-served-from";
    private const string Cost = "x-medhelm-cost-usd";
    private const string Charged = "x-medhelm-charged-usd";
    private const string RequestDigest = "x-medhelm-request-digest";

    /// <summary>Puts the caller's headers into the question.</summary>
    public static void Read(IHeaderDictionary headers, CompleteRequest request)
    {
        request.DataTier = headers[DataTier].ToString() switch
        {
            "" or "public" => Contracts.Inference.V1.DataTier.Public,
            "gated" => Contracts.Inference.V1.DataTier.Gated,
            "private" => Contracts.Inference.V1.DataTier.Private,
            _ => throw OpenAiException.Invalid(DataTier, "must be public, gated or private."),
        };
        request.Project = headers[Project].ToString();
    }

    /// <summary>Says where the answers came from and what they cost; of several answers the sums, the rest in their order.</summary>
    public static void Write(IHeaderDictionary headers, IReadOnlyList<CompletionOutcome> outcomes)
    {
        if (outcomes is [var only])
        {
            headers[ServedFrom] = Name(only.ServedFrom);
            headers[Cost] = Usd(only.CostNanoUsd);
            headers[Charged] = Usd(only.ChargedNanoUsd);
            headers[RequestDigest] = only.RequestDigest;
            return;
        }
        headers[ServedFrom] = string.Join(',', outcomes.Select(outcome => Name(outcome.ServedFrom)));
        headers[Cost] = Usd(outcomes.Sum(outcome => outcome.CostNanoUsd));
        headers[Charged] = Usd(outcomes.Sum(outcome => outcome.ChargedNanoUsd));
        headers[RequestDigest] = string.Join(',', outcomes.Select(outcome => outcome.RequestDigest));
    }

    private static string Name(ServedFrom from) => from switch
    {
        Contracts.Inference.V1.ServedFrom.Cache => "cache",
        Contracts.Inference.V1.ServedFrom.Archive => "archive",
        Contracts.Inference.V1.ServedFrom.Coalesced => "coalesced",
        _ => "provider",
    };

    private static string Usd(long nano) => nano == 0 ? "0" : (nano / 1_000_000_000m).ToString("0.#########", CultureInfo.InvariantCulture);
}
