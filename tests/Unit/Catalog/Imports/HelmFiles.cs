using MedHelm.Catalog;
using MedHelm.Catalog.Datasets;
using MedHelm.Catalog.Definitions;
using MedHelm.Catalog.Imports;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Testing.Processes;

namespace MedHelm.Tests.Unit.Catalog.Imports;

/// <summary>A configurable benchmark as users of MedHELM have it, in a folder of its own, and the catalog it goes into.</summary>
internal sealed class HelmFiles : IDisposable
{
    private readonly TemporaryFolder folder = TemporaryFolder.Create("helm");

    public HelmFiles()
    {
        Write("prompt.txt", "Note: {note}\nQuestion: {question}\nAnswer with Yes or No.\n");
        Write("data.csv", "id,note,question,correct_answer,incorrect_answers\n007,Takes ramipril.,Hypertension?,Yes,\"[\"\"No\"\"]\"\n008,\"Denies, smoking.\",Smoker?,No,\"[\"\"Yes\"\"]\"\n");
        Config("metrics:\n  - name: exact_match\n");
    }

    public string Into => Path.Combine(folder.Path, "mine");

    public string ConfigPath => Path.Combine(folder.Path, "config", "demo.yaml");

    public string Write(string name, string text)
    {
        var path = Path.Combine(folder.Path, "config", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public void Config(string metrics, string prompt = "prompt.txt", string data = "./data.csv") => Write(
        "demo.yaml", $"# as in MedHELM\nname: YES-NO Demo (v2)\ndescription: 'Yes or no: from notes'\nprompt_file: {prompt}\ndataset_file: {data}\nmax_tokens: 3\n{metrics}");

    public HelmImportResult Import(Func<HelmImportRequest, HelmImportRequest>? with = null)
    {
        var request = new HelmImportRequest(ConfigPath, Into) { Category = "Clinical Decision Support", Subcategory = "Planning Treatments" };
        return HelmImport.Run(with is null ? request : with(request));
    }

    public BenchmarkDefinition Imported(string protocol = "", string id = "yes_no_demo_v2") => BenchmarkCatalog.LoadWith(Into).Find(id, protocol)!;

    public IReadOnlyList<DatasetInstance> Instances(BenchmarkDefinition definition) =>
        DatasetReader.Read(definition, DatasetFolder.Of(definition, DatasetChoice.Full, root: null)).Instances;

    /// <summary>Every file below the user's folder, by relative path.</summary>
    public IReadOnlyList<string> Written() => !Directory.Exists(Into) ? []
        : [.. Directory.EnumerateFileSystemEntries(Into, "*", SearchOption.AllDirectories).Where(File.Exists).Select(f => Path.GetRelativePath(Into, f).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    public void Dispose() => folder.Dispose();
}
