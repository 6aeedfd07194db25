using Google.Protobuf;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Tests.Unit.Reporting;

/// <summary>
/// A run of models "a" and "b" on a closed benchmark of three instances and an open one of two with jurors "one" and "two",
/// told as events. Model "a" is filtered once and a juror abstains once on "b".
/// </summary>
internal static class Sample
{
    public const string Run = "runs/sample";

    public static RunPlan Plan() => new()
    {
        Run = Run,
        Suite = "suite",
        Protocol = "corrected",
        PlanDigest = "digest",
        Models = { new PlannedModel { Deployment = "a", DisplayName = "Model A" }, new PlannedModel { Deployment = "b", DisplayName = "Model B" } },
        Benchmarks =
        {
            new PlannedBenchmark { Benchmark = "closed", DisplayName = "Closed", Category = "C", Instances = 3, Metrics = { "exact_match", "quasi_exact_match" }, Data = DatasetChoice.Full },
            new PlannedBenchmark
            {
                Benchmark = "open", DisplayName = "Open", Category = "O", Instances = 2, Metrics = { "jury_score" }, Data = DatasetChoice.Full,
                Jury = new Jury { Jurors = { new Juror { Name = "one", Deployment = "j1" }, new Juror { Name = "two", Deployment = "j2" } }, Rubric = new Rubric { ScaleMin = 0, ScaleMax = 10 } },
            },
        },
    };

    public static IMessage[] Events() =>
    [
        Produced("closed", "a", "", Paid("1", 10), Failed("2"), Paid("3", 10)),
        Scored("closed", "a", Value("1", "exact_match", 1), None("2", "exact_match", UnscoredReason.NoCompletion, "content_filter"), Value("3", "exact_match", 0)),
        Produced("closed", "b", "", Paid("1", 5), Reused("2", 5), Reused("3", 5)),
        Scored("closed", "b", Value("1", "exact_match", 1), Value("2", "exact_match", 1), None("3", "exact_match", UnscoredReason.NoChoice)),
        Scored("closed", "b", Value("1", "quasi_exact_match", 0)),
        Produced("open", "a", "", Paid("1", 100), Paid("2", 100)),
        Produced("open", "a", "one", Paid("1", 7), Paid("2", 7)),
        Produced("open", "a", "two", Paid("1", 7), Paid("2", 7)),
        Reached("open", "a", ("1", 2), ("2", 2)),
        Scored("open", "a", Value("1", "jury_score", 8), Value("2", "jury_score", 9)),
        Produced("open", "b", "", Paid("1", 50), Paid("2", 50)),
        Produced("open", "b", "one", Reused("1", 7), Paid("2", 7)),
        Produced("open", "b", "two", Paid("1", 7), Failed("2")),
        Reached("open", "b", ("1", 2), ("2", 1)),
        Scored("open", "b", Value("1", "jury_score", 9), Value("2", "jury_score", 6)),
        new RunCompleted { Run = Run },
    ];

    public static CompletionsProduced Produced(string benchmark, string candidate, string juror, params ProducedCompletion[] items) => new()
    {
        Batch = new CompletionBatch { Run = Run, Benchmark = benchmark, Candidate = candidate, Juror = juror, Purpose = juror.Length == 0 ? Purpose.Candidate : Purpose.Juror },
        Items = { items },
    };

    public static InstancesScored Scored(string benchmark, string candidate, params ScoredInstance[] items) =>
        new() { Run = Run, Benchmark = benchmark, Candidate = candidate, Items = { items } };

    public static ScoredInstance Value(string instance, string metric, double value) =>
        new() { InstanceId = instance, Scores = { new Score { Metric = metric, Value = value } } };

    public static ProducedCompletion Paid(string instance, long cost) => Answered(instance, cost, paid: true);

    public static ProducedCompletion Reused(string instance, long cost) => Answered(instance, cost, paid: false);

    private static ProducedCompletion Answered(string instance, long cost, bool paid) => new()
    {
        InstanceId = instance,
        Outcome = new CompletionOutcome
        {
            Completion = new Completion { Text = "text" },
            Usage = new Usage { InputTokens = 3, OutputTokens = 4 },
            CostNanoUsd = cost,
            ChargedNanoUsd = paid ? cost : 0,
            PaidByThisItem = paid,
            ServedFrom = paid ? ServedFrom.Provider : ServedFrom.Cache,
        },
    };

    private static ProducedCompletion Failed(string instance) =>
        new() { InstanceId = instance, Outcome = new CompletionOutcome { Failure = new Failure { Reason = FailureReason.ContentFilter } } };

    private static ScoredInstance None(string instance, string metric, UnscoredReason reason, string detail = "") =>
        new() { InstanceId = instance, Scores = { new Score { Metric = metric, Unscored = new Unscored { Reason = reason, Detail = detail } } } };

    private static VerdictsReached Reached(string benchmark, string candidate, params (string Instance, int Valid)[] items) => new()
    {
        Run = Run,
        Benchmark = benchmark,
        Candidate = candidate,
        Items =
        {
            items.Select(item => new JudgedInstance
            {
                InstanceId = item.Instance,
                Calls = 2,
                Verdicts = { new[] { "one", "two" }.Select((juror, i) => i < item.Valid
                    ? new Verdict { Juror = juror, Marks = new Marks() }
                    : new Verdict { Juror = juror, Abstention = new Abstention { Reason = AbstentionReason.CallFailed } }) },
            }),
        },
    };
}
