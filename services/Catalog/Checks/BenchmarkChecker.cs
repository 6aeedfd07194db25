using MedHelm.Catalog.Datasets;
using MedHelm.Catalog.Definitions;
using MedHelm.Contracts.Evaluation.V1;

namespace MedHelm.Catalog.Checks;

/// <summary>Loads a benchmark's data and renders every prompt, as a run would, and says what it saw.</summary>
public static class BenchmarkChecker
{
    public static BenchmarkCheck Check(
        BenchmarkDefinition definition, DatasetChoice choice, string? datasetRoot, string dataPath = "", CancellationToken cancellationToken = default)
    {
        DatasetFolder? folder = null;
        try
        {
            folder = DatasetFolder.Of(definition, choice, datasetRoot, dataPath);
            var dataset = DatasetReader.Read(definition, folder, cancellationToken);
            var prompts = dataset.Instances.Select(definition.RenderPrompt).ToList();
            var tokens = prompts.Select(Tokens.Count).Order().ToList();
            return new(definition, folder)
            {
                Instances = dataset.Instances,
                Skipped = dataset.Skipped,
                Attachments = dataset.Attachments,
                Sampled = dataset.Instances.CountBy(i => i.Subset, StringComparer.Ordinal)
                    .Sum(subset => definition.MaxInstances == 0 ? subset.Value : Math.Min(subset.Value, definition.MaxInstances)),
                PromptTokens = (tokens[0], tokens[tokens.Count / 2], tokens[^1], tokens.Sum(t => (long)t)),
                Remarks = [.. Remarks(dataset.Instances, prompts)],
            };
        }
        catch (DatasetException e)
        {
            return new(definition, folder) { Failure = e.Message };
        }
    }

    private static IEnumerable<string> Remarks(IReadOnlyList<DatasetInstance> instances, List<string> prompts)
    {
        var repeated = prompts.Count - prompts.Distinct(StringComparer.Ordinal).Count();
        if (repeated > 0)
            yield return $"{(repeated == 1 ? "1 prompt is" : $"{repeated} prompts are")} the same as an earlier one; see \"duplicates\" in the mapping.";
        var without = instances.Count(i => !i.References.Any(r => r.Correct));
        if (without > 0)
            yield return $"{(without == 1 ? "1 instance has" : $"{without} instances have")} no right answer to compare with.";
        var positions = instances.Where(i => i.References.Count > 1).Select(i => i.References.ToList().FindIndex(r => r.Correct)).ToList();
        if (positions.Count > 3 && positions.Distinct().Count() == 1)
            yield return $"the right option is always {OptionLetters.At(Math.Max(0, positions[0]))}; a model that always says so would be right.";
    }
}
