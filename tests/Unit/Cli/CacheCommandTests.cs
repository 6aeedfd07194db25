using System.IO.Compression;
using MedHelm.Contracts.Inference.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Cli;

public sealed class CacheCommandTests : IDisposable
{
    private readonly ScratchFolder folder = new();
    private readonly FakeServices services = new();
    private readonly CommandLineHarness cli;

    public CacheCommandTests()
    {
        cli = new CommandLineHarness(services);
        services.On<ExportCompletionsRequest>("ExportCompletions", request => request.Run == "runs/empty" ? [] : Answers);
        services.On<IReadOnlyList<ImportCompletionsRequest>>("ImportCompletions", requests => new ImportCompletionsResponse { Added = requests.Count });
    }

    private static ExportCompletionsResponse[] Answers =>
        [.. Enumerable.Range(0, 3).Select(i => new ExportCompletionsResponse { Sha256 = $"hash {i}", Completion = new ArchivedCompletion { RequestDigest = $"{i}", Completion = new Completion { Text = new string('x', i * 1000) } } })];

    private string Bundle => Path.Combine(folder.Path, "answers.zip");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_bundle_brings_every_answer_there_as_it_left_and_the_same_answers_make_the_same_file()
    {
        Assert.Equal(0, await cli.InvokeAsync("cache", "export", Bundle, "--run", "quick-1"));
        var first = await File.ReadAllBytesAsync(Bundle);
        Assert.Equal(0, await cli.InvokeAsync("cache", "export", Bundle, "--run", "quick-1"));
        Assert.Equal(0, await cli.InvokeAsync("cache", "import", Bundle));

        Assert.Equal(first, await File.ReadAllBytesAsync(Bundle));
        Assert.Equal(new ExportCompletionsRequest { Run = "runs/quick-1" }, services.Requests[0]);
        var sent = Assert.IsAssignableFrom<IReadOnlyList<ImportCompletionsRequest>>(services.Requests[^1]);
        Assert.Equal(Answers.Select(a => (a.Sha256, a.Completion)), sent.Select(s => (s.Sha256, s.Completion)));
        Assert.Contains("3 answers are new here", cli.Output, StringComparison.Ordinal);
        Assert.Equal([Bundle], Directory.GetFiles(folder.Path));
    }

    [Theory]
    [InlineData("completions.binpb")]
    [InlineData("manifest.json")]
    public async Task A_bundle_that_was_changed_is_refused_before_anything_is_sent(string name)
    {
        await cli.InvokeAsync("cache", "export", Bundle);
        using (var zip = ZipFile.Open(Bundle, ZipArchiveMode.Update))
        {
            using var stream = zip.GetEntry(name)!.Open();
            using var content = new MemoryStream();
            await stream.CopyToAsync(content);
            var bytes = content.ToArray();
            // In the manifest the last letter of the hash, which the closing brace follows.
            var at = name == "manifest.json" ? Array.LastIndexOf(bytes, (byte)'"') - 1 : bytes.Length / 2;
            bytes[at] = bytes[at] == (byte)'0' ? (byte)'1' : (byte)'0';
            stream.Position = 0;
            await stream.WriteAsync(bytes);
        }

        Assert.Equal(2, await cli.InvokeAsync("cache", "import", Bundle));
        Assert.Contains("changed or damaged", cli.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(services.Requests, request => request is IReadOnlyList<ImportCompletionsRequest>);
    }

    [Fact]
    public async Task What_is_no_bundle_is_refused()
    {
        foreach (var text in new[] { "", "PK", "no zip at all" })
            Assert.Equal(2, await cli.InvokeAsync("cache", "import", folder.Write("other.zip", text)));
        Assert.Contains("it is no zip file", cli.Error, StringComparison.Ordinal);
        Assert.Equal(2, await cli.InvokeAsync("cache", "import", Path.Combine(folder.Path, "missing.zip")));
        Assert.Empty(services.Requests);
    }

    [Fact]
    public async Task An_export_of_nothing_leaves_no_file_and_keeps_the_one_that_is_there()
    {
        var earlier = folder.Write("answers.zip", "earlier");

        Assert.Equal(1, await cli.InvokeAsync("cache", "export", earlier, "--run", "empty"));
        Assert.Equal("earlier", await File.ReadAllTextAsync(earlier));
        Assert.Single(Directory.GetFiles(folder.Path));
    }
}
