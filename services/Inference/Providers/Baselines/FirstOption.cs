namespace MedHelm.Inference.Providers.Baselines;

internal sealed class FirstOption : IBaseline
{
    public string Id => "baseline/first-option";

    public string DisplayName => "Baseline: first option";

    public string Description => "Always names the first option; where there are none, repeats the last paragraph of the prompt's material.";

    public string Answer(string prompt) =>
        PromptText.Options(prompt) is [var first, ..] ? first.Letter : PromptText.Sentences(prompt) is { Count: > 0 } sentences ? sentences[^1] : "";
}
