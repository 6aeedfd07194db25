namespace MedHelm.Inference.Providers.Baselines;

internal sealed class MostOverlappingSentence : IBaseline
{
    public string Id => "baseline/most-overlapping-sentence";

    public string DisplayName => "Baseline: most overlapping sentence";

    public string Description => "Names the option, or repeats the three sentences, sharing the most words with the rest of the prompt.";

    public string Answer(string prompt)
    {
        if (PromptText.Options(prompt) is { Count: > 0 } options)
        {
            var question = PromptText.Words(PromptText.WithoutOptions(prompt));
            return options.MaxBy(option => PromptText.Words(option.Text).Count(question.Contains)).Letter;
        }
        var sentences = PromptText.Sentences(prompt);
        var words = sentences.Select(PromptText.Words).ToList();
        var occurrences = words.SelectMany(set => set).GroupBy(word => word, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        return string.Join(' ', Enumerable.Range(0, sentences.Count)
            .OrderByDescending(i => words[i].Sum(word => occurrences[word] - 1)).ThenBy(i => i)
            .Take(3).Order()
            .Select(i => sentences[i]));
    }
}
