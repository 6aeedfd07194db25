using System.Collections.Concurrent;
using MedHelm.Catalog.Datasets;
using MedHelm.Catalog.Definitions;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.ServiceDefaults;

namespace MedHelm.Evaluation.Benchmarks;

/// <summary>The first instance of each benchmark as a model gets it. Gated and private records are never shown.</summary>
internal sealed class BenchmarkExamples(Settings settings)
{
    private readonly ConcurrentDictionary<(string Definition, string Protocol, string Files), (RenderedExample?, string)> known = [];

    /// <summary>An example, or why there is none.</summary>
    public (RenderedExample? Example, string Problem) Of(BenchmarkDefinition definition, CancellationToken cancel)
    {
        if ((definition.SampleFolder is null ? definition.DataTier : definition.SampleTier) != DataTier.Public)
            return (null, "Its data is not public, and no synthetic sample comes with the software.");
        try
        {
            var folder = DatasetFolder.Of(definition, definition.SampleFolder is null ? DatasetChoice.Full : DatasetChoice.Sample, settings.Datasets);
            var key = (definition.DefinitionSha256, definition.Protocol, string.Join('\n', folder.FileStamps));
            return known.TryGetValue(key, out var earlier) ? earlier : known[key] = (Render(definition, folder, cancel), "");
        }
        catch (DatasetException e)
        {
            return (null, e.Message);
        }
    }

    private static RenderedExample Render(BenchmarkDefinition definition, DatasetFolder folder, CancellationToken cancel)
    {
        var instance = DatasetReader.Read(definition, folder, cancel).Instances[0];
        var prompt = definition.RenderPrompt(instance);
        return new()
        {
            InstanceId = instance.Id,
            Data = folder.Choice,
            Prompt = prompt,
            PromptTokens = Tokens.Count(prompt),
            References = { instance.References.Select(r => new ExampleReference { Text = r.Text, Correct = r.Correct }) },
            JuryPrompt = definition.RenderJurorPrompt(instance, instance.References.FirstOrDefault(r => r.Correct)?.Text ?? instance.Input),
        };
    }
}
