using System.Globalization;
using MedHelm.Contracts.Evaluation.V1;
using YamlDotNet.RepresentationModel;

namespace MedHelm.Cli.Suites;

/// <summary>Turns a suite's YAML nodes into a RunSpec and collects every error with its line.</summary>
internal sealed class SuiteReader(string file)
{
    private static readonly string[] SuiteKeys = ["id", "description", "deployments", "benchmarks", "jurors"];
    private static readonly string[] BenchmarkKeys = ["id", "data", "max_instances", "instance_ids"];
    private readonly List<SuiteFileError> errors = [];

    public IReadOnlyList<SuiteFileError> Errors => errors;

    public void Reject(long line, string key, string message) => errors.Add(new(file, line, key, message));

    public RunSpec Spec(YamlNode root)
    {
        var spec = new RunSpec();
        if (Map(root, "", SuiteKeys) is not { } suite)
            return spec;
        spec.Suite = Required(suite, root, "", "id");
        if (suite.TryGetValue("description", out var description))
            Scalar(description, "description");
        spec.Deployments.AddRange(Names(suite, root, "deployments", required: true));
        spec.Jurors.AddRange(Names(suite, root, "jurors", required: false));
        spec.Benchmarks.AddRange(Benchmarks(suite, root));
        return spec;
    }

    private IEnumerable<BenchmarkSelection> Benchmarks(Dictionary<string, YamlNode> suite, YamlNode root)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (node, key) in Items(suite, root, "benchmarks", required: true))
        {
            var selection = Benchmark(node, key);
            RejectRepeat(seen, selection.Benchmark, node, $"{key}.id");
            yield return selection;
        }
    }

    private BenchmarkSelection Benchmark(YamlNode node, string key)
    {
        var selection = new BenchmarkSelection { Data = DatasetChoice.Full };
        if (Map(node, key, BenchmarkKeys) is not { } fields)
            return selection;
        selection.Benchmark = Required(fields, node, key, "id");
        if (fields.TryGetValue("data", out var data))
            selection.Data = Data(data, $"{key}.data");
        if (fields.TryGetValue("max_instances", out var limit))
            selection.MaxInstances = Count(limit, $"{key}.max_instances");
        selection.InstanceIds.AddRange(Names(fields, node, "instance_ids", required: false, key));
        return selection;
    }

    private DatasetChoice Data(YamlNode node, string key)
    {
        switch (Scalar(node, key))
        {
            case "sample":
                return DatasetChoice.Sample;
            case "full":
                return DatasetChoice.Full;
            case { } other:
                Reject(node.Start.Line, key, $"must be sample or full, was '{other}'");
                break;
        }
        return DatasetChoice.Full;
    }

    private int Count(YamlNode node, string key)
    {
        var text = Scalar(node, key);
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return count;
        if (text is not null)
            Reject(node.Start.Line, key, $"must be a whole number from 0 (all), was '{text}'");
        return 0;
    }

    private IEnumerable<string> Names(Dictionary<string, YamlNode> map, YamlNode parent, string name, bool required, string prefix = "")
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (node, itemKey) in Items(map, parent, name, required, prefix))
        {
            if (Scalar(node, itemKey) is not { } value)
                continue;
            // A jury may hold the same deployment more than once; a run may not.
            if (required)
                RejectRepeat(seen, value, node, itemKey);
            yield return value;
        }
    }

    private IEnumerable<(YamlNode Node, string Key)> Items(Dictionary<string, YamlNode> map, YamlNode parent, string name, bool required, string prefix = "")
    {
        var key = Join(prefix, name);
        if (!map.TryGetValue(name, out var node))
        {
            if (required)
                Reject(parent.Start.Line, key, "is missing; a list of at least one");
            return [];
        }
        if (node is not YamlSequenceNode list)
        {
            Reject(node.Start.Line, key, "must be a list");
            return [];
        }
        if (required && list.Children.Count == 0)
            Reject(node.Start.Line, key, "must not be empty");
        return list.Children.Select((item, i) => (item, string.Create(CultureInfo.InvariantCulture, $"{key}[{i}]")));
    }

    private Dictionary<string, YamlNode>? Map(YamlNode node, string key, string[] known)
    {
        if (node is not YamlMappingNode map)
        {
            Reject(node.Start.Line, key, $"must be a map with {string.Join(", ", known)}");
            return null;
        }
        var fields = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        foreach (var (name, value) in map.Children)
        {
            var text = (name as YamlScalarNode)?.Value ?? "";
            if (known.Contains(text, StringComparer.Ordinal))
                fields.Add(text, value);
            else
                Reject(name.Start.Line, Join(key, text), $"unknown key; there are {string.Join(", ", known)}");
        }
        return fields;
    }

    private string Required(Dictionary<string, YamlNode> map, YamlNode parent, string prefix, string name)
    {
        var key = Join(prefix, name);
        if (map.TryGetValue(name, out var node))
            return Scalar(node, key) ?? "";
        Reject(parent.Start.Line, key, "is missing");
        return "";
    }

    private string? Scalar(YamlNode node, string key)
    {
        if (node is YamlScalarNode { Value: { } value } && !string.IsNullOrWhiteSpace(value))
            return value.Trim();
        Reject(node.Start.Line, key, node is YamlScalarNode ? "must not be empty" : "must be a single value");
        return null;
    }

    private void RejectRepeat(HashSet<string> seen, string id, YamlNode node, string key)
    {
        if (id.Length > 0 && !seen.Add(id))
            Reject(node.Start.Line, key, $"'{id}' stands above already; once is enough");
    }

    private static string Join(string prefix, string name) => prefix.Length == 0 ? name : $"{prefix}.{name}";
}
