using System.Text.Json;
using MedHelm.Catalog.Acquisition;
using MedHelm.Tests.Unit.Catalog.Acquisition;
using Xunit;

namespace MedHelm.Tests.Unit.Cli;

public sealed class DatasetsCommandTests : IAsyncLifetime
{
    private static readonly byte[] Note = DataDesk.Bytes(50_000);

    private readonly FakeServices services = new();
    private readonly DataDesk desk = new();
    private readonly Upstream upstream = new();
    private readonly CommandLineHarness cli;

    public DatasetsCommandTests()
    {
        cli = new CommandLineHarness(services);
        desk.DefineFile("own_notes", upstream.On("/notes.txt", (_, request) => UpstreamReply.File(request, Note)), Note);
        desk.DefineFile("own_gate", null, null, tier: "gated");
        Directory.CreateDirectory(desk.Root);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await upstream.DisposeAsync();
        desk.Dispose();
    }

    [Fact]
    public async Task List_shows_what_is_there_and_whose_terms_are_accepted()
    {
        desk.Put("own_notes/notes.txt", Note);

        Assert.Equal(0, await RunAsync("list", "--json"));
        var rows = JsonDocument.Parse(cli.Output).RootElement.GetProperty("benchmarks").EnumerateArray().ToDictionary(r => r.GetProperty("id").GetString()!);
        Assert.Equal(("present", 1, Note.Length, false), Row("own_notes"));
        Assert.Equal(("absent", 0, 0, false), Row("own_gate"));
        Assert.Equal(0, await RunAsync("accept", "own_notes", "--by", "Grace"));
        Assert.Equal(0, await RunAsync("list"));
        Assert.Contains("Data: present = every file is there", cli.Error, StringComparison.Ordinal);
        Assert.Contains("Only gated data has to be accepted", cli.Error, StringComparison.Ordinal);
        Assert.Contains("not accepted", cli.Output, StringComparison.Ordinal);
        Assert.Equal("Grace", LicenceFile.Read(desk.Files("own_notes").Folder, "Open Licence 1.0")!.AcceptedBy);

        (string?, int, int, bool) Row(string id) => (
            rows[id].GetProperty("status").GetString(), rows[id].GetProperty("present").GetInt32(), rows[id].GetProperty("size").GetInt32(), rows[id].GetProperty("accepted").GetBoolean());
    }

    [Fact]
    public async Task Verify_says_right_wrong_unknown_and_missing_and_its_code_says_whether_all_is_well()
    {
        desk.Put("own_gate/notes.txt", Note);
        Assert.Equal(0, await RunAsync("verify"));
        Assert.Contains($"unknown  notes.txt: no hash is expected, its SHA-256 is {DataDesk.Sha256(Note)}", cli.Output, StringComparison.Ordinal);
        Assert.Equal(1, await RunAsync("verify", "own_notes"));
        Assert.Contains("missing  notes.txt", cli.Output, StringComparison.Ordinal);
        desk.Put("own_notes/notes.txt", [1]);
        Assert.Equal(1, await RunAsync("verify"));
        Assert.Contains($"wrong    notes.txt: its SHA-256 is {DataDesk.Sha256([1])}, expected {DataDesk.Sha256(Note)}", cli.Output, StringComparison.Ordinal);
        desk.Put("own_notes/notes.txt", Note);
        Assert.Equal(0, await RunAsync("verify", "own_notes", "own_gate"));
        Assert.Contains("right    notes.txt", cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_fetched_before_somebody_accepts_the_terms()
    {
        Assert.Equal(2, await RunAsync("fetch", "own_notes"));
        Assert.Contains("Open Licence 1.0", cli.Error, StringComparison.Ordinal);
        Assert.Contains("--accept-licence", cli.Error, StringComparison.Ordinal);
        Assert.Empty(upstream.Requests);

        Assert.Equal(0, await RunAsync("fetch", "own_notes", "--accept-licence", "--by", "Grace"));
        Assert.Contains("own_notes: 1 fetched, 0 there already", cli.Output, StringComparison.Ordinal);
        Assert.Contains("own_notes: notes.txt: 50.0 kB of 50.0 kB", cli.Error, StringComparison.Ordinal);
        Assert.Equal(["own_notes/.medhelm/licence.json", "own_notes/notes.txt"], desk.Everything());
        Assert.Equal(0, await RunAsync("fetch", "own_notes"));
        Assert.Contains("accepted by Grace", cli.Error, StringComparison.Ordinal);
        Assert.Single(upstream.Requests);
    }

    [Fact]
    public async Task Gated_data_is_not_fetched_but_the_way_to_it_is_shown()
    {
        Assert.Equal(2, await RunAsync("fetch", "own_gate", "--accept-licence"));
        Assert.Contains("Ask the owner of own_gate.", cli.Error, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(desk.Root, "own_gate"), cli.Error, StringComparison.Ordinal);
        Assert.Contains("  notes.txt", cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_travels_by_bundle_and_gated_data_only_when_that_is_spelled_out()
    {
        desk.Put("own_notes/notes.txt", Note);
        desk.Put("own_gate/notes.txt", Note);
        Assert.Equal(0, await RunAsync("accept", "own_gate", "--by", "Grace"));
        var file = desk.At("data.zip");
        Assert.Equal(2, await RunAsync("export", file, "own_gate"));
        Assert.Contains("--include-gated", cli.Error, StringComparison.Ordinal);
        Assert.Equal(0, await RunAsync("export", file));
        Assert.Contains("own_gate is left out", cli.Error, StringComparison.Ordinal);
        Assert.Equal(0, await RunAsync("export", file, "--include-gated"));
        var before = desk.Everything();
        Directory.Delete(desk.Root, recursive: true);

        Assert.Equal(0, await RunAsync("import", file));
        Assert.Equal(before, desk.Everything());
        Assert.Contains("accepted by Grace", cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_of_gated_files_needs_its_terms_accepted()
    {
        var folder = Directory.CreateDirectory(desk.At("downloads")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(folder, "notes.txt"), Note);

        Assert.Equal(2, await RunAsync("import", "own_gate", folder));
        Assert.Empty(desk.Everything());
        Assert.Equal(0, await RunAsync("import", "own_gate", folder, "--accept-licence", "--by", "Grace"));
        Assert.Equal(["own_gate/.medhelm/licence.json", "own_gate/notes.txt"], desk.Everything());
    }

    [Theory]
    [InlineData("fetch")]
    [InlineData("fetch", "own_notes", "--all-public")]
    [InlineData("fetch", "nobody_knows")]
    [InlineData("verify", "nobody_knows")]
    [InlineData("accept")]
    [InlineData("accept", "own_gate", "--by", " ")]
    [InlineData("import", "nowhere.zip")]
    [InlineData("import", "own_gate", "a", "b")]
    [InlineData("accept", "own_notes", "own_gate", "--data-path", "a")]
    [InlineData("accept", "own_gate", "--data-path", "nowhere")]
    [InlineData("accept", "own_gate", "--data-path", "../elsewhere")]
    [InlineData("bogus")]
    public async Task Bad_usage_is_code_two(params string[] args)
    {
        Assert.Equal(2, await RunAsync(args));
        Assert.NotEmpty(cli.Error);
        Assert.Empty(desk.Everything());
    }

    [Theory]
    [InlineData("--accept-licence", "export", "data.zip", "own_notes", "--accept-licence")]
    [InlineData("--everything", "export", "--everything")]
    [InlineData("--force", "verify", "--force")]
    [InlineData("-y", "fetch", "own_notes", "-y")]
    [InlineData("--include-gated", "import", "data.zip", "--include-gated")]
    [InlineData("--accept-licence", "accept", "own_gate", "--accept-licence")]
    public async Task An_option_that_a_command_does_not_have_is_named(string option, params string[] args)
    {
        Assert.Equal(2, await RunAsync(args));
        Assert.Contains($"error: '{args[0]}' has no option '{option}'", cli.Error, StringComparison.Ordinal);
        Assert.Contains($"'medhelm datasets {args[0]} --help'", cli.Error, StringComparison.Ordinal);
        Assert.Empty(desk.Everything());
    }

    [Fact]
    public async Task Terms_of_data_at_another_path_are_accepted_there()
    {
        desk.Put("other/gate/notes.txt", Note);

        Assert.Equal(0, await RunAsync("accept", "own_gate", "--data-path", "other/gate", "--by", "Grace"));

        Assert.Contains("other/gate/.medhelm/licence.json", desk.Everything());
        Assert.DoesNotContain("own_gate/.medhelm/licence.json", desk.Everything());
    }

    [Fact]
    public async Task An_export_shows_the_terms_and_warns_where_they_are_against_it()
    {
        const string Files = "files:\n  - path: notes.txt";
        desk.Define("own_internal", Files, licence: "none stated by its owner, so do not pass them on");
        desk.Define("own_unstated", Files, licence: "none stated; the notes quote public pages");
        foreach (var id in new[] { "own_internal", "own_unstated", "own_notes" })
            desk.Put($"{id}/notes.txt", Note);

        Assert.Equal(0, await RunAsync("export", desk.At("data.zip")));

        Assert.Contains("own_notes: 1 file, 50.0 kB\n  licence  Open Licence 1.0\n", cli.Output, StringComparison.Ordinal);
        Assert.Contains("  licence  none stated by its owner, so do not pass them on\n", cli.Output, StringComparison.Ordinal);
        Assert.Contains("warning: own_internal: its terms do not allow to pass it on;", cli.Error, StringComparison.Ordinal);
        Assert.Contains("warning: own_unstated: its terms are not stated", cli.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("warning: own_notes", cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_bundle_is_told_in_plain_words()
    {
        await File.WriteAllTextAsync(desk.At("README.md"), "# Data\n");

        Assert.Equal(1, await RunAsync("import", desk.At("README.md")));
        Assert.Contains("README.md is not a zip file", cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_dataset_folder_the_ways_to_name_one_are_shown()
    {
        cli.Variables["MEDHELM__DATASETS"] = desk.At("nowhere");
        Assert.Equal(2, await cli.InvokeAsync("datasets", "verify"));
        Assert.Contains("does not exist", cli.Error, StringComparison.Ordinal);
        cli.Variables.Clear();
        Assert.Equal(2, await cli.InvokeAsync("datasets", "fetch", "med_qa"));
        Assert.Contains("MEDHELM__DATASETS", cli.Error, StringComparison.Ordinal);
    }

    private Task<int> RunAsync(params string[] args) =>
        cli.InvokeAsync(["datasets", .. args, "--datasets", desk.Root, "--catalog", desk.CatalogFolder]);
}
