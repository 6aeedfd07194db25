using System.Text;
using MedHelm.Catalog.Datasets;

namespace MedHelm.Catalog.Definitions;

/// <summary>
/// HELM's prompt layout (its adapters "generation" and "multiple_choice_joint", zero-shot), with its accidents: a null
/// input noun glues the first option to the input, an empty one makes the block start with ": ".
/// </summary>
internal sealed record HelmAdapter(string? Instructions, string? InputNoun, string? OutputNoun, bool NewlineAfterNouns)
{
    public string Lay(string input, IReadOnlyList<DatasetReference>? options)
    {
        var prompt = new StringBuilder();
        // Instructions end with a line break of their own before the blocks are joined by another.
        if (!string.IsNullOrEmpty(Instructions))
            prompt.Append(Instructions).Append("\n\n");
        prompt.Append(Label(InputNoun)).Append(input);
        if (options is null || InputNoun is not null)
            prompt.Append('\n');
        for (var i = 0; i < options?.Count; i++)
            prompt.Append(OptionLetters.At(i)).Append(". ").Append(options[i].Text).Append('\n');
        return prompt.Append(Label(OutputNoun).TrimEnd()).ToString();
    }

    private string Label(string? noun) => noun is null ? "" : noun + (NewlineAfterNouns ? ":\n" : ": ");
}
