using System.Globalization;
using System.Text.Json;
using MedHelm.Contracts.Judging.V1;

namespace MedHelm.Contracts.Juries;

/// <summary>
/// Reads an instance's own criteria (HealthBench): a JSON list of {"criterion": text, "points": number}. Other keys of an entry, such as tags, say nothing to a juror.
/// </summary>
public static class InstanceCriteria
{
    /// <summary>Most criteria of one instance.</summary>
    public const int Most = 200;

    /// <summary>
    /// The criteria, named c1, c2 and so on in their order; null when the text is no such list, or holds an empty criterion, points of 0, or no points above 0, without which
    /// no share of the points can be reached.
    /// </summary>
    public static IReadOnlyList<Criterion>? Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() is 0 or > Most) return null;
            var criteria = new List<Criterion>();
            foreach (var entry in list.EnumerateArray())
            {
                if (Read(entry, criteria.Count + 1) is not { } criterion) return null;
                criteria.Add(criterion);
            }
            return criteria.Exists(criterion => criterion.Points > 0) ? criteria : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Criterion? Read(JsonElement entry, int number) =>
        entry.ValueKind == JsonValueKind.Object
        && entry.TryGetProperty("criterion", out var text) && text.ValueKind == JsonValueKind.String && !string.IsNullOrWhiteSpace(text.GetString())
        && entry.TryGetProperty("points", out var points) && points.ValueKind == JsonValueKind.Number && points.TryGetDouble(out var value) && double.IsFinite(value) && value != 0
            ? new Criterion { Name = string.Create(CultureInfo.InvariantCulture, $"c{number}"), Description = text.GetString()!.Trim(), Points = value }
            : null;
}
