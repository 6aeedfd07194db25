namespace MedHelm.Scoring.Encoders.Http;

/// <summary>Texts put together so that neither a call nor its answer grows too large.</summary>
internal static class TextBatches
{
    internal const int MostTexts = 32;
    internal const int MostCharacters = 24_000;

    // An encoder cuts: beyond this a longer text makes no longer answer.
    private const int LongestCounted = 3000;

    internal static IEnumerable<IReadOnlyList<string>> Of(IReadOnlyList<string> texts)
    {
        var batch = new List<string>();
        var characters = 0;
        foreach (var text in texts)
        {
            var counted = Math.Min(text.Length, LongestCounted);
            if (batch.Count == MostTexts || (batch.Count > 0 && characters + counted > MostCharacters))
            {
                yield return batch;
                (batch, characters) = ([], 0);
            }
            batch.Add(text);
            characters += counted;
        }
        if (batch.Count > 0) yield return batch;
    }
}
