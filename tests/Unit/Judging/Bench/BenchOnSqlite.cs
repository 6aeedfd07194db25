using System.Globalization;
using MedHelm.Contracts;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Trust.V1;
using MedHelm.Judging;
using MedHelm.Judging.Answers;
using MedHelm.Judging.Bench;
using MedHelm.Judging.Bench.Examination;
using MedHelm.Judging.Comparisons;
using MedHelm.Judging.Drift;
using MedHelm.Judging.Juries;
using MedHelm.Judging.Rubrics;
using MedHelm.Judging.Storage;
using MedHelm.ServiceDefaults;
using MedHelm.ServiceDefaults.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MedHelm.Tests.Unit.Judging.Bench;

/// <summary>The bench on a real SQLite file, between fake services, with a run whose answers two jurors marked.</summary>
public abstract class BenchOnSqlite : IAsyncLifetime
{
    private readonly ScratchFolder folder = new();
    private readonly InstanceTexts instances;
    private readonly RubricTemplates templates = new();
    private readonly Database database;

    protected BenchOnSqlite()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("MEDHELM:STORAGE", $"sqlite:{folder.Path}")]).Build();
        database = new Database("judging", Settings.Read(configuration), typeof(JudgingModule).Assembly);
        Inference = new BenchInference(Marked);
        instances = new InstanceTexts(Evaluation, Clock);
        Verdicts = new VerdictStore(database);
        Prompts = new JuryPrompts(database);
        Sets = new AnchorStore(database);
        Checks = new DriftStore(database, Clock);
        var (links, means, deployments) = (new LinkStore(database), new Means(Statistics, Clock), new Deployments(Inference, Clock));
        var (jurors, marks, samples) = (new JurorCalls(Inference, Clock), new MarkMeans(new JuryScores(new BenchScoring(), Clock)), new Samples(Sample, Clock));
        var rendered = new AnchorPrompts(new StoredAnswers(new NoRequests(), new NoCompletions(), Clock), instances, templates);
        Drift = new DriftChecks(
            deployments, new CurrentRubrics(samples), Sets, Checks, Prompts, rendered, jurors, marks, new DriftTest(Statistics, Clock), new BenchLease(database), Clock);
        Schedule = new DriftSchedule(Sets, Checks, Drift, Clock, NullLogger<DriftSchedule>.Instance);
        States = new DriftStates(Sets, Checks, links);
        Admissions = new AdmissionStore(database);
        Rpc = new BenchRpc(
            new Examiner(deployments, samples, jurors, marks, new AdmissionChecks(means), Admissions, Clock), Admissions,
            new AnchorSets(Evaluation, deployments, Verdicts, marks, rendered, Prompts, Sets, Clock), Sets, new AnchorSetStates(Checks, links), Drift,
            new VersionLinks(Sets, Checks, links, means, Clock), new JuryComparer(Evaluation, Sets, links, Judgements, Judgements, Clock));
    }

    internal FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));

    internal BenchEvaluation Evaluation { get; } = new();

    internal BenchSample Sample { get; } = new();

    internal BenchInference Inference { get; }

    internal BenchStatistics Statistics { get; } = new();

    internal BenchJudgements Judgements { get; } = new();

    internal VerdictStore Verdicts { get; }

    internal JuryPrompts Prompts { get; }

    internal AnchorStore Sets { get; }

    internal DriftStore Checks { get; }

    internal DriftChecks Drift { get; }

    internal DriftSchedule Schedule { get; }

    internal DriftStates States { get; }

    /// <summary>How the juror that a deployment answers for stands.</summary>
    internal async Task<DriftState> StateOfAsync(string deployment)
    {
        var jury = new Jury { Rubric = Sample.Rubric, Jurors = { new Juror { Name = "it", Deployment = deployment } } };
        return (await States.FindAsync(jury, Judging.Sample.Open, default))["it"];
    }

    internal AdmissionStore Admissions { get; }

    internal BenchRpc Rpc { get; }

    /// <summary>Added to every mark that a juror gives from now on.</summary>
    protected double Shift { get; set; }

    public Task InitializeAsync() => new DatabaseMigrator([database], TimeProvider.System, NullLogger<DatabaseMigrator>.Instance).StartingAsync(default);

    public async Task DisposeAsync()
    {
        Schedule.Dispose();
        instances.Dispose();
        templates.Dispose();
        await database.DisposeAsync();
        folder.Dispose();
    }

    /// <summary>A run whose answers both jurors marked, each with some chance in it.</summary>
    internal async Task<RunPlan> RunAsync(string run, int answers, string model = "judge-2026-01", string sha256 = "jury-1")
    {
        var plan = new RunPlan
        {
            Run = run,
            Protocol = "corrected",
            Benchmarks = { new PlannedBenchmark { Benchmark = Judging.Sample.Open, InstanceSet = "open-set", DataTier = DataTier.Gated, Metrics = { "jury_score" }, Jury = Jury(model, sha256) } },
        };
        Evaluation.Plans[run] = plan;
        var said = new List<RecordedVerdict>();
        var prompts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var instance in Enumerable.Range(0, answers).Select(i => $"i{i}"))
        {
            var prompt = $"Rate the answer to {instance} of {run}.";
            prompts[Digest.Of(prompt)] = prompt;
            foreach (var juror in plan.Benchmarks[0].Jury.Jurors)
            {
                var verdict = MedHelm.Judging.Verdicts.ReplyReader.Read(Marked(new CompleteRequest { Deployment = juror.Deployment, Prompt = prompt }), Sample.Rubric);
                (verdict.Juror, verdict.Deployment, verdict.ModelSnapshot) = (juror.Name, juror.Deployment, model + "-snap");
                said.Add(new RecordedVerdict { Benchmark = Judging.Sample.Open, Candidate = "lab/candidate", InstanceId = instance, Verdict = verdict, PromptDigest = Digest.Of(prompt) });
            }
        }
        await Prompts.SaveAsync(prompts, default);
        await Verdicts.SaveAsync(run, said, default);
        return plan;
    }

    internal Jury Jury(string model, string sha256) => new()
    {
        Id = "panel",
        Sha256 = sha256,
        Jurors = { new Juror { Name = "ada", Deployment = "lab/judge-1", Model = model }, new Juror { Name = "max", Deployment = "lab/judge-2", Model = model } },
        Rubric = Sample.Rubric.Clone(),
        Parameters = new DecodingParameters { Temperature = 0, MaxOutputTokens = 900 },
    };

    internal async Task<AnchorSet> FreezeAsync(int answers = 200, int anchors = 150, int hours = 0, string id = "watch") => (await CreateAsync(id, answers, anchors, hours)).AnchorSet;

    internal async Task<AnchorSet> CheckAsync(string juror = "ada", int anchors = 0) =>
        (await Rpc.CheckDrift(new CheckDriftRequest { AnchorSet = "anchorSets/watch", Juror = juror, Anchors = anchors }, new CallContext())).AnchorSet;

    /// <summary>The answer's worth with some chance that each sample has of its own.</summary>
    protected string Marked(CompleteRequest request)
    {
        var chance = Chance($"{request.Prompt} {request.Deployment} {request.SampleIndex}");
        var worth = 2 + 2 * Chance(request.Prompt);
        var mark = (worth + chance - 0.5 + (request.SampleIndex == 0 ? 0 : Shift)).ToString(CultureInfo.InvariantCulture);
        return $$$"""{"accuracy": {"score": {{{mark}}}}, "clarity": {"score": {{{mark}}}}}""";
    }

    /// <summary>A number from 0 to 1 that belongs to the text.</summary>
    protected static double Chance(string text) => int.Parse(Digest.Of(text)[..7], NumberStyles.HexNumber, CultureInfo.InvariantCulture) / (double)0xFFFFFFF;

    private async Task<CreateAnchorSetResponse> CreateAsync(string id, int answers, int anchors, int hours)
    {
        await RunAsync("runs/" + id, answers);
        return await Rpc.CreateAnchorSet(
            new CreateAnchorSetRequest { AnchorSetId = id, Run = "runs/" + id, Benchmark = Judging.Sample.Open, Anchors = anchors, CheckEveryHours = hours }, new CallContext());
    }

    private sealed class NoRequests : RequestSourceService.RequestSourceServiceClient;

    private sealed class NoCompletions : CompletionSourceService.CompletionSourceServiceClient;
}
