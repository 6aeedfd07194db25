using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;

namespace MedHelm.Tests.Unit.Judging;

/// <summary>A run with one open-ended benchmark under a jury of three and one closed-ended benchmark.</summary>
internal static class Sample
{
    public const string Run = "runs/sample";
    public const string Candidate = "lab/candidate";
    public const string Open = "note_quality";
    public const string Closed = "exam";
    public const string GoodReply = """{"accuracy": {"score": 4, "explanation": "right"}, "clarity": {"score": 5, "explanation": "plain"}}""";

    public static Rubric Rubric(string template = "<question>{{ question }}</question><response>{{ response }}</response>") => new()
    {
        Id = Open,
        Version = 3,
        Sha256 = MedHelm.Contracts.Digest.Of(template),
        Template = template,
        Criteria = { new Criterion { Name = "accuracy", Description = "Is it right?" }, new Criterion { Name = "clarity", Description = "Is it plain?" } },
        ScaleMin = 1,
        ScaleMax = 5,
    };

    public static Jury Jury() => new()
    {
        // Not in the order of their names.
        Jurors =
        {
            new Juror { Name = "noor", Deployment = "lab/judge-1" },
            new Juror { Name = "ada", Deployment = "lab/judge-2" },
            new Juror { Name = "max", Deployment = "lab/judge-2" },
        },
        Rubric = Rubric(),
        MinValidVerdicts = 1,
        Parameters = new DecodingParameters { Temperature = 0, MaxOutputTokens = 900 },
    };

    public static RunPlan Plan() => new()
    {
        Run = Run,
        Benchmarks =
        {
            new PlannedBenchmark { Benchmark = Closed, InstanceSet = "closed-set", DataTier = DataTier.Public },
            new PlannedBenchmark { Benchmark = Open, InstanceSet = "open-set", DataTier = DataTier.Gated, Jury = Jury() },
        },
    };

    public static CompletionsProduced Answers(string benchmark, params (string Instance, string? Text)[] answers) => new()
    {
        Batch = new CompletionBatch { Run = Run, Benchmark = benchmark, Candidate = Candidate, Purpose = Purpose.Candidate, Deployment = Candidate },
        Items = { answers.Select(answer => Produced(answer.Instance, answer.Text)) },
    };

    public static CompletionsProduced Ratings(string juror, params (string Instance, string? Reply)[] replies) => new()
    {
        Batch = new CompletionBatch
        {
            Run = Run,
            Benchmark = Open,
            Candidate = Candidate,
            Purpose = Purpose.Juror,
            Juror = juror,
            Deployment = Jury().Jurors.FirstOrDefault(member => member.Name == juror)?.Deployment ?? "",
        },
        Items = { replies.Select(reply => Produced(reply.Instance, reply.Reply)) },
    };

    public static ProducedCompletion Produced(string instance, string? text) => new()
    {
        InstanceId = instance,
        Outcome = text is null
            ? new CompletionOutcome { Failure = new Failure { Reason = FailureReason.ContentFilter, Message = "The provider's filter stopped it." } }
            : new CompletionOutcome { Completion = new Completion { Text = text, FinishReason = FinishReason.Stop } },
    };
}
