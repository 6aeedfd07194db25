using System.Collections.Concurrent;
using System.Text.Json;

namespace MedHelm.Scoring.Metrics;

/// <summary>Reasons as people read them in tables: FailureReason.ContentFilter is "content_filter".</summary>
internal static class ReasonName
{
    private static readonly ConcurrentDictionary<Enum, string> Names = new();

    internal static string Of(Enum reason) => Names.GetOrAdd(reason, static r => JsonNamingPolicy.SnakeCaseLower.ConvertName(r.ToString()));
}
