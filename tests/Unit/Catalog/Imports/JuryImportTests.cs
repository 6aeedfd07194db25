using MedHelm.Catalog;
using MedHelm.Catalog.Imports;
using MedHelm.Catalog.Yaml;
using MedHelm.Contracts.Judging.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Catalog.Imports;

public sealed class JuryImportTests : IDisposable
{
    private readonly ScratchFolder folder = new();

    private string Into => Path.Combine(folder.Path, "mine");

    [Theory]
    [InlineData("judges:\n  - {name: gpt, model: openai/gpt-4o-2024-05-13, model_deployment: ours/gpt-4o}\n  - {name: llama, model: meta/l, model_deployment: ours/llama}\n", "gpt=ours/gpt-4o llama=ours/llama")]
    [InlineData("judges:\n  - {name: ours/gpt-4o, model_name: openai/gpt-4o-2024-05-13}\n  - {name: claude, model_name: anthropic/c}\n", "ours/gpt-4o=ours/gpt-4o claude=anthropic/c")]
    public void Judges_of_either_style_become_a_jury_under_MedHELMs_rules(string judges, string jurors)
    {
        var result = JuryImport.Run(folder.Write("judges.yaml", judges), "ours", Into);

        var jury = BenchmarkCatalog.Load([Into]).FindJury("ours")!.Rules;
        Assert.Equal(jurors, string.Join(' ', jury.Jurors.Select(j => $"{j.Name}={j.Deployment}")));
        Assert.Equal((1, false, true, Recusal.None, Aggregation.Mean, 0d), (jury.MinValidVerdicts, jury.Repair, jury.FreeReplies, jury.Recusal, jury.Aggregation, jury.Parameters.Temperature));
        Assert.Equal([Path.Combine(Into, "juries", "ours.yaml")], result.Files);
        Assert.Contains("ours/gpt-4o", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("judges: []", "ours", "at least one entry")]
    [InlineData("judges:\n  - {model: x}\n", "ours", "judges[0].name is missing")]
    [InlineData("judges:\n  - {name: a, model_name: x/y}\n  - {name: b, model_name: x/y}\n", "ours", "stands in the list already")]
    [InlineData("judges:\n  - {name: a, model_name: x/y}\n  - {name: a, model_name: x/z}\n", "ours", "names \"a\" again")]
    [InlineData("judges:\n  - {name: a, model_name: x/y}\n", "Ours!", "cannot be the jury's id")]
    [InlineData("judges:\n  - {name: a, model_name: x/y}\n", "medhelm", "is taken by")]
    public void What_cannot_be_a_jury_is_refused_and_nothing_is_written(string judges, string id, string message)
    {
        var file = folder.Write("judges.yaml", judges);

        Assert.Contains(Assert.Throws<CatalogException>(() => JuryImport.Run(file, id, Into)).Problems, p => p.Message.Contains(message, StringComparison.Ordinal));
        Assert.False(Directory.Exists(Into));
    }

    [Fact]
    public void Nothing_is_overwritten()
    {
        var file = folder.Write("judges.yaml", "judges:\n  - {name: a, model_name: x/y}\n");
        JuryImport.Run(file, "ours", Into);

        Assert.Contains("is taken by", Assert.Throws<CatalogException>(() => JuryImport.Run(file, "ours", Into)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();
}
