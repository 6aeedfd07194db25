using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Trust.V1;
using MedHelm.Judging.Runs;
using MedHelm.Judging;
using MedHelm.Judging.Answers;
using MedHelm.Judging.Judgements;
using MedHelm.Judging.Juries;
using MedHelm.Judging.Rubrics;
using MedHelm.Judging.Storage;
using MedHelm.Judging.Verdicts;
using MedHelm.ServiceDefaults;
using MedHelm.ServiceDefaults.Storage;
using MedHelm.Tests.Unit.Evaluation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace MedHelm.Tests.Unit.Judging.Judgements;

/// <summary>Judgements on a real SQLite file and a clock that a test moves, between a fake bus and fake services.</summary>
internal sealed class JudgementHarness : IAsyncDisposable
{
    private readonly ScratchFolder folder = new();
    private readonly Database database;
    private readonly PlannedRuns plans;
    private readonly InstanceTexts instances;
    private readonly RubricTemplates rubrics = new();
    private readonly InstanceClusters clusters;
    private readonly JudgementJuries juries;
    private readonly JudgementProgress progress;
    private readonly BuyingTerms terms;
    private readonly JuryPrompts prompts;
    private readonly AnswerStore asked;
    private readonly JuryDesk desk;
    private readonly JuryOutcomes outcomes;

    public JudgementHarness()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("MEDHELM:STORAGE", $"sqlite:{folder.Path}")]).Build();
        database = new Database("judging", Settings.Read(configuration), typeof(JudgingModule).Assembly);
        Store = new JudgementStore(database);
        Verdicts = new VerdictStore(database);
        plans = new PlannedRuns(Run.Evaluation, Clock);
        instances = new InstanceTexts(Run.Evaluation, Clock);
        clusters = new InstanceClusters(Run.Evaluation, Clock);
        juries = new JudgementJuries(Store);
        progress = new JudgementProgress(Store, Clock);
        terms = new BuyingTerms(Run.Evaluation, juries, Clock);
        prompts = new JuryPrompts(database);
        asked = new AnswerStore(database);
        desk = new JuryDesk(terms, new JurorQueues(new FakeInference("lab/judge-1", "lab/judge-2"), Clock), Bus);
        outcomes = new JuryOutcomes(Verdicts, progress, Bus);
        Ratings = new RatingHandler(plans, juries, instances, Verdicts, asked, prompts, desk, outcomes, Clock, NullLogger<RatingHandler>.Instance);
        var scoring = new FakeScoring();
        var cells = new JudgementCells(Verdicts, new JuryScores(scoring, Clock), clusters, Run.Evaluation, scoring, new FakeScoring.Statistics(), Clock);
        var answers = new StoredAnswers(Run.Requests, Run.Completions, Clock);
        var quoter = new JudgementQuoter(answers, instances, rubrics, new FakeInference("lab/judge-1", "lab/judge-2"), Quotes, Clock);
        Rpc = new JudgementRpc(Store, new JudgementPlanner(Run.Evaluation, Run.Planner, Clock), quoter, cells, Clock);
        Driver = NewDriver();
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 22, 9, 0, 0, TimeSpan.Zero));

    public FakeRun Run { get; } = new();

    public RecordingBus Bus { get; } = new();

    public FakeBudgets Budgets { get; } = new();

    public FakeQuotes Quotes { get; } = new();

    public JudgementStore Store { get; }

    public VerdictStore Verdicts { get; }

    public RatingHandler Ratings { get; }

    public JudgementRpc Rpc { get; }

    public JudgementDriver Driver { get; private set; }

    public IEnumerable<CompletionsRequested> Asked => Bus.Sent.Select(sent => sent.Message).OfType<CompletionsRequested>();

    public Task MigrateAsync() => new DatabaseMigrator([database], TimeProvider.System, NullLogger<DatabaseMigrator>.Instance).StartingAsync(default);

    /// <summary>The process dies and another takes its place.</summary>
    public void Restart() => Driver = NewDriver();

    public async Task<Judgement> CreateAsync(JudgementSpec spec, string id = "second-look") =>
        (await Rpc.CreateJudgement(new CreateJudgementRequest { Spec = spec, JudgementId = id }, new CallContext())).Judgement;

    public async Task<Judgement> GetAsync(string id = "second-look") => (await Rpc.GetJudgement(new GetJudgementRequest { Name = "judgements/" + id }, new CallContext())).Judgement;

    /// <summary>A juror replies to everything it was asked, each reply costing ten and half of it charged.</summary>
    public async Task ReplyAsync(string juror, Func<string, string?> reply)
    {
        foreach (var request in Asked.Where(request => request.Batch.Juror == juror).ToList())
        {
            var produced = new CompletionsProduced { Batch = request.Batch.Clone() };
            foreach (var item in request.Items)
            {
                var outcome = Sample.Produced(item.InstanceId, reply(item.InstanceId));
                (outcome.Outcome.CostNanoUsd, outcome.Outcome.ChargedNanoUsd) = (10, 5);
                produced.Items.Add(outcome);
            }
            await Ratings.HandleAsync(produced, default);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Driver.Dispose();
        plans.Dispose();
        instances.Dispose();
        rubrics.Dispose();
        clusters.Dispose();
        juries.Dispose();
        terms.Dispose();
        await database.DisposeAsync();
        folder.Dispose();
    }

    private JudgementDriver NewDriver()
    {
        var opening = new JuryOpening(instances, rubrics, prompts, asked, Verdicts, desk, outcomes, Clock, NullLogger<JuryOpening>.Instance);
        return new JudgementDriver(Store, new JudgementDesk(juries, opening), new StoredAnswers(Run.Requests, Run.Completions, Clock), plans, Budgets, Bus, Clock, NullLogger<JudgementDriver>.Instance);
    }
}
