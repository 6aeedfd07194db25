using MedHelm.Catalog;
using MedHelm.Catalog.Definitions;
using MedHelm.Catalog.Yaml;
using MedHelm.Contracts.Judging.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Catalog;

public sealed class JuryFileTests : IDisposable
{
    private const string Sound = """
        id: ours
        version: 3
        display_name: Ours
        description: Three of us.
        jurors:
          - {name: one, deployment: openai/g, weight: 2}
          - {deployment: anthropic/c}
          - {name: three, deployment: meta/l}
        bench:
          - {name: four, deployment: google/m}
        aggregation: weighted_mean
        repeats: 2
        min_valid_verdicts: 2
        repair: false
        recusal: same_vendor
        structured_output: false
        escalation:
          first: 2
          disagreement: 0.5
          audit_share: 0.1
          guarantee: {agreement: 0.9, error: 0.1, tolerance: 0.5, items: 200, reference: clinicians}
        parameters: {temperature: 0.7, max_output_tokens: 2000}

        """;

    private readonly ScratchFolder folder = new();

    [Fact]
    public void A_jury_is_read_as_written()
    {
        folder.Write("juries/ours.yaml", Sound);

        var jury = BenchmarkCatalog.Load([folder.Path]).FindJury("ours")!;

        Assert.Equal(("Ours", "Three of us.", 64), (jury.DisplayName, jury.Description, jury.DefinitionSha256.Length));
        Assert.Equal(
            new Jury
            {
                Id = "ours",
                Version = 3,
                Jurors = { new Juror { Name = "one", Deployment = "openai/g", Weight = 2 }, new Juror { Name = "anthropic/c", Deployment = "anthropic/c" }, new Juror { Name = "three", Deployment = "meta/l" } },
                Bench = { new Juror { Name = "four", Deployment = "google/m" } },
                Aggregation = Aggregation.WeightedMean,
                Repeats = 2,
                MinValidVerdicts = 2,
                Recusal = Recusal.SameVendor,
                FreeReplies = true,
                Escalation = new()
                {
                    First = 2,
                    Disagreement = 0.5,
                    AuditShare = 0.1,
                    Guarantee = new() { Agreement = 0.9, Error = 0.1, Tolerance = 0.5, Items = 200, Reference = "clinicians" },
                },
                Parameters = new() { Temperature = 0.7, MaxOutputTokens = 2000 },
            },
            jury.Rules);
    }

    [Theory]
    [InlineData("version: 3", "version: 0", 2, "whole number")]
    [InlineData("id: ours", "id: Ours!", 1, "use lower-case letters")]
    [InlineData("repeats: 2", "repeats: 0", 12, "from 1 to 20")]
    [InlineData("repeats: 2", "repats: 2", 12, "repats is not a known key")]
    [InlineData("aggregation: weighted_mean", "aggregation: mode", 11, "must be one of: mean, median, trimmed_mean, majority, weighted_mean")]
    [InlineData("aggregation: weighted_mean", "aggregation: median", 6, "a weight, which is for aggregation weighted_mean only")]
    [InlineData("aggregation: weighted_mean", "trim: 0.1", 11, "trim is for aggregation trimmed_mean only")]
    [InlineData("weight: 2", "weight: 0", 6, "must be above 0")]
    [InlineData("weight: 2", "weight: -1", 6, "must be a number from 0")]
    [InlineData("name: three", "name: one", 6, "names \"one\" again")]
    [InlineData("google/m", "meta/l", 10, "has the deployment \"meta/l\" again")]
    [InlineData("min_valid_verdicts: 2", "min_valid_verdicts: 4", 13, "there are 3 jurors, so that no answer would ever get a score")]
    [InlineData("min_valid_verdicts: 2", "min_valid_verdicts: 3", 13, "escalation.first is 2, so that the first jurors could never decide")]
    [InlineData("recusal: same_vendor", "recusal: always", 15, "must be one of: none, same_model, same_vendor")]
    [InlineData("first: 2", "first: 3", 18, "there are 3 jurors: nobody would be left")]
    [InlineData("disagreement: 0.5", "disagreement: 0", 19, "must be above 0")]
    [InlineData("audit_share: 0.1", "audit_share: 2", 20, "from 0 to 1")]
    [InlineData("reference: clinicians", "reference: me", 21, "must be one of: clinicians, jury")]
    [InlineData("agreement: 0.9", "agreement: 1", 21, "must be above 0 and below 1")]
    [InlineData("max_output_tokens: 2000", "max_tokens: 2000", 22, "not a known key")]
    public void A_slip_is_reported_with_file_and_line(string sound, string slip, int line, string message)
    {
        Assert.Contains(sound, Sound, StringComparison.Ordinal);
        folder.Write("juries/ours.yaml", Sound.Replace(sound, slip, StringComparison.Ordinal));

        var error = Assert.Throws<CatalogException>(() => BenchmarkCatalog.Load([folder.Path]));

        var problem = Assert.Single(error.Problems, p => p.Message.Contains(message, StringComparison.Ordinal));
        Assert.Equal(line, problem.Line);
        Assert.EndsWith("ours.yaml", problem.File, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("trim: 0.2", null)]
    [InlineData("", "trim must be above 0 and below 0.5")]
    [InlineData("trim: 0.5", "trim must be above 0 and below 0.5")]
    public void A_trimmed_mean_says_what_it_trims(string trim, string? message)
    {
        folder.Write("juries/t.yaml", $"id: t\nversion: 1\ndisplay_name: T\ndescription: T.\naggregation: trimmed_mean\n{trim}\n");

        if (message is null) Assert.Equal(0.2, BenchmarkCatalog.Load([folder.Path]).FindJury("t")!.Rules.Trim);
        else Assert.Contains(message, Assert.Throws<CatalogException>(() => BenchmarkCatalog.Load([folder.Path])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_bundled_juries_are_there_beside_any_catalog_and_cannot_be_replaced()
    {
        folder.Write("juries/mine.yaml", Sound.Replace("id: ours", "id: medhelm", StringComparison.Ordinal));

        Assert.Contains("id \"medhelm\" is already defined", Assert.Throws<CatalogException>(() => BenchmarkCatalog.Load([folder.Path])).Message, StringComparison.Ordinal);
        Assert.Equal(["careful", "cascade", "default", "medhelm"], BenchmarkCatalog.LoadWith(null).Juries.Select(j => j.Id));
    }

    [Fact]
    public void The_bundled_juries_say_what_their_names_promise()
    {
        var catalog = BenchmarkCatalog.LoadWith(null);
        Jury Of(string id) => catalog.FindJury(id)!.Rules;

        Assert.Equal((0, 0, true, Recusal.None, Aggregation.Mean), (Of("default").Jurors.Count, Of("default").MinValidVerdicts, Of("default").Repair, Of("default").Recusal, Of("default").Aggregation));
        Assert.Equal(
            [("gpt", "openai/gpt-4o-2024-05-13"), ("llama", "meta/llama-3.3-70b-instruct"), ("claude", "anthropic/claude-3-7-sonnet-20250219")],
            Of("medhelm").Jurors.Select(j => (j.Name, j.Deployment)));
        Assert.Equal((1, false, true, Recusal.None), (Of("medhelm").MinValidVerdicts, Of("medhelm").Repair, Of("medhelm").FreeReplies, Of("medhelm").Recusal));
        Assert.Equal((0d, 4096), (Of("medhelm").Parameters.Temperature, Of("medhelm").Parameters.MaxOutputTokens));
        Assert.Equal((Recusal.SameVendor, 2), (Of("careful").Recusal, Of("careful").MinValidVerdicts));
        Assert.Equal(new Escalation { First = 2, Disagreement = 1, AuditShare = 0.05 }, Of("cascade").Escalation);
    }

    [Fact]
    public void A_benchmark_may_name_its_own_jury_which_yields_to_the_runs_and_comes_before_the_protocols()
    {
        folder.Write("juries/ours.yaml", Sound);
        using var own = new ScratchFolder();
        var file = Path.Combine(BenchmarkCatalog.BundledFolder, "benchmarks", "medi_qa.yaml");
        own.Write("juries/ours.yaml", Sound);
        own.Write("benchmarks/mine.yaml", File.ReadAllText(file).Replace("id: medi_qa", "id: mine\njury: ours", StringComparison.Ordinal));
        var mine = BenchmarkCatalog.Load([own.Path]).Find("mine")!;

        Assert.Equal("ours", mine.JuryFor("", "", ""));
        Assert.Equal("ours", mine.JuryFor("", "", Protocols.MedHelm));
        Assert.Equal("careful", mine.JuryFor("careful", "", ""));
        Assert.Equal("cascade", mine.JuryFor("careful", "cascade", ""));
        var bundled = BenchmarkCatalog.LoadWith(null).Find("medi_qa")!;
        Assert.Equal(("default", "medhelm"), (bundled.JuryFor("", "", ""), bundled.JuryFor("", "", Protocols.MedHelm)));

        own.Write("benchmarks/mine.yaml", File.ReadAllText(file).Replace("id: medi_qa", "id: mine\njury: nosuch", StringComparison.Ordinal));
        Assert.Contains("jury is \"nosuch\"; the catalog has: careful, cascade, default, medhelm, ours.", Assert.Throws<CatalogException>(() => BenchmarkCatalog.Load([own.Path])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jury: medhelm", null)]
    [InlineData("jury: ours", null)]
    [InlineData("protocol: medhelm", null)]
    [InlineData("", "jurors is missing")]
    [InlineData("jury: careful", "jurors is missing")]
    [InlineData("jury: nosuch", "which is not in the catalog")]
    public void A_suite_needs_jurors_unless_its_jury_has_some(string line, string? message)
    {
        folder.Write("juries/ours.yaml", Sound);
        folder.Write("suites/s.yaml", $"id: s\ndeployments: [a]\nbenchmarks: [{{id: medi_qa, data: sample}}]\n{line}\n");
        SuiteDefinition Load() => BenchmarkCatalog.Load([BenchmarkCatalog.BundledFolder, folder.Path]).Suites.First(s => s.Id == "s");

        if (message is null) Assert.Equal(line.StartsWith("jury: ", StringComparison.Ordinal) ? line[6..] : "", Load().ToSpec().Jury);
        else Assert.Contains(message, Assert.Throws<CatalogException>(Load).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_suite_may_name_a_jury_for_one_benchmark()
    {
        folder.Write("suites/s.yaml", "id: s\ndeployments: [a]\nbenchmarks: [{id: medi_qa, data: sample, jury: medhelm}]\n");

        Assert.Equal("medhelm", BenchmarkCatalog.Load([BenchmarkCatalog.BundledFolder, folder.Path]).Suites.First(s => s.Id == "s").ToSpec().Benchmarks[0].Jury);
    }

    public void Dispose() => folder.Dispose();
}
