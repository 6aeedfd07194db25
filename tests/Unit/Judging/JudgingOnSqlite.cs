using MedHelm.Judging.Runs;
using MedHelm.Judging;
using MedHelm.Judging.Judgements;
using MedHelm.Judging.Juries;
using MedHelm.Judging.Rubrics;
using MedHelm.Judging.Storage;
using MedHelm.Judging.Verdicts;
using MedHelm.ServiceDefaults;
using MedHelm.ServiceDefaults.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace MedHelm.Tests.Unit.Judging;

/// <summary>The service's own parts on a real SQLite file, between a fake bus and a fake Evaluation.</summary>
public abstract class JudgingOnSqlite : IAsyncLifetime
{
    private readonly Func<Task> migrate;
    private readonly Func<Task> close;

    protected JudgingOnSqlite()
    {
        var folder = Directory.CreateTempSubdirectory("medhelm-judging-");
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("MEDHELM:STORAGE", $"sqlite:{folder.FullName}")])
            .Build();
        var database = new Database("judging", Settings.Read(configuration), typeof(JudgingModule).Assembly);
        var plans = new PlannedRuns(Evaluation, TimeProvider.System);
        var instances = new InstanceTexts(Evaluation, TimeProvider.System);
        var rubrics = new RubricTemplates();
        Verdicts = new VerdictStore(database);
        Prompts = new JuryPrompts(database);
        Judgements = new JudgementStore(database);
        JudgementJuries = new JudgementJuries(Judgements);
        var terms = new BuyingTerms(Evaluation, JudgementJuries, TimeProvider.System);
        var asked = new AnswerStore(database);
        var desk = new JuryDesk(terms, new JurorQueues(Inference, TimeProvider.System), Bus);
        var outcomes = new JuryOutcomes(Verdicts, new JudgementProgress(Judgements, TimeProvider.System), Bus);
        Answers = new AnswerHandler(
            plans, new JuryOpening(instances, rubrics, Prompts, asked, Verdicts, desk, outcomes, TimeProvider.System, NullLogger<JuryOpening>.Instance));
        Ratings = new RatingHandler(plans, JudgementJuries, instances, Verdicts, asked, Prompts, desk, outcomes, TimeProvider.System, NullLogger<RatingHandler>.Instance);
        migrate = () => new DatabaseMigrator([database], TimeProvider.System, NullLogger<DatabaseMigrator>.Instance).StartingAsync(default);
        close = async () =>
        {
            plans.Dispose();
            JudgementJuries.Dispose();
            terms.Dispose();
            instances.Dispose();
            rubrics.Dispose();
            await database.DisposeAsync();
            folder.Delete(recursive: true);
        };
    }

    internal FakeEvaluation Evaluation { get; } = new();

    internal FakeInference Inference { get; } = new("lab/judge-1", "lab/judge-2");

    internal RecordingBus Bus { get; } = new();

    internal VerdictStore Verdicts { get; }

    internal JudgementStore Judgements { get; }

    internal JudgementJuries JudgementJuries { get; }

    internal JuryPrompts Prompts { get; }

    internal AnswerHandler Answers { get; }

    internal RatingHandler Ratings { get; }

    public Task InitializeAsync() => migrate();

    public Task DisposeAsync() => close();
}
