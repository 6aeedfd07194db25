using System.Text.Json;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Reporting.Storage;

/// <summary>Reasons as people read them in tables, with the failure behind them: "no_completion: content_filter".</summary>
internal static class ReasonName
{
    internal static string Of(UnscoredReason reason, string detail)
    {
        var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString());
        return detail.Length == 0 ? name : $"{name}: {detail}";
    }
}
