using MedHelm.Catalog.Datasets;
using MedHelm.Catalog.Definitions;

namespace MedHelm.Cli.Commands.Benchmarks;

/// <summary>A prompt as models get it, with what an answer is compared with.</summary>
internal sealed record ShownPrompt(string Instance, string Subset, int Tokens, string Prompt, IReadOnlyList<DatasetReference> References, string? JurorPrompt)
{
    private const string NoReference = "(the answer)";

    public static ShownPrompt Of(BenchmarkDefinition definition, DatasetInstance instance, bool withJury)
    {
        var prompt = definition.RenderPrompt(instance);
        var answer = instance.References.FirstOrDefault(r => r.Correct)?.Text ?? NoReference;
        return new(
            instance.Id, instance.Subset, Catalog.Datasets.Tokens.Count(prompt), prompt, instance.References,
            withJury && definition.OpenEnded ? definition.RenderJurorPrompt(instance, answer) : null);
    }
}
