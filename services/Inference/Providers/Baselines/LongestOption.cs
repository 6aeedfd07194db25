namespace MedHelm.Inference.Providers.Baselines;

internal sealed class LongestOption : IBaseline
{
    public string Id => "baseline/longest-option";

    public string DisplayName => "Baseline: longest option";

    public string Description => "Always names the longest option; where there are none, repeats the longest sentence of the prompt.";

    public string Answer(string prompt) =>
        PromptText.Options(prompt) is { Count: > 0 } options
            ? options.MaxBy(option => option.Text.Length).Letter
            : PromptText.Sentences(prompt).MaxBy(sentence => sentence.Length) ?? "";
}
