using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Judging.Answers;
using MedHelm.Judging.Verdicts;
using Xunit;

namespace MedHelm.Tests.Unit.Judging;

public sealed class VerdictReaderTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_verdict_says_whose_it_is_by_which_rubric_and_what_was_replied()
    {
        var recorded = Read(Sample.Produced("q1", Sample.GoodReply));

        Assert.Equal((Sample.Open, Sample.Candidate, "q1"), (recorded.Benchmark, recorded.Candidate, recorded.InstanceId));
        Assert.Equal(("ada", "lab/judge-2"), (recorded.Verdict.Juror, recorded.Verdict.Deployment));
        Assert.Equal(Sample.Rubric().Sha256, recorded.Verdict.RubricSha256);
        Assert.Equal(Sample.GoodReply, recorded.RawReply);
        Assert.Equal(2, recorded.Verdict.Marks.Marks_.Count);
    }

    [Fact]
    public void A_failed_call_is_an_abstention_that_names_the_failure()
    {
        var recorded = Read(Sample.Produced("q1", null));

        Assert.Equal(AbstentionReason.CallFailed, recorded.Verdict.Abstention.Reason);
        Assert.Equal("content_filter: The provider's filter stopped it.", recorded.Verdict.Abstention.Message);
        Assert.Empty(recorded.RawReply);
    }

    [Fact]
    public void A_call_without_an_outcome_is_an_abstention() =>
        Assert.Equal(AbstentionReason.CallFailed, Read(new ProducedCompletion { InstanceId = "q1" }).Verdict.Abstention.Reason);

    [Fact]
    public void A_reply_cut_off_by_the_output_limit_says_so()
    {
        var item = Sample.Produced("q1", Sample.GoodReply[..20]);
        item.Outcome.Completion.FinishReason = FinishReason.Length;

        Assert.Contains("output limit", Read(item).Verdict.Abstention.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_that_the_provider_reports_is_one()
    {
        var item = new ProducedCompletion { InstanceId = "q1", Outcome = new CompletionOutcome { Failure = new Failure { Reason = FailureReason.Refusal } } };

        Assert.Equal(AbstentionReason.Refused, Read(item).Verdict.Abstention.Reason);
    }

    [Fact]
    public void A_verdict_says_what_it_took()
    {
        var item = Sample.Produced("q1", Sample.GoodReply);
        (item.Outcome.CostNanoUsd, item.Outcome.ChargedNanoUsd, item.Outcome.Completion.ModelSnapshot) = (7, 5, "judge-2026-01-01");
        var batch = Sample.Ratings("ada").Batch;
        (batch.Repeat, batch.Attempt, batch.Judgement) = (2, 1, "judgements/other");

        var recorded = VerdictReader.Read(batch, item, Sample.Jury(), new AskedAnswer("q1", 10, "digest"), Now);

        Assert.Equal((7, 5, "digest", 1, "judgements/other"), (recorded.CostNanoUsd, recorded.ChargedNanoUsd, recorded.PromptDigest, recorded.Attempt, recorded.Judgement));
        Assert.Equal((2, true, "judge-2026-01-01"), (recorded.Verdict.Repeat, recorded.Verdict.Repaired, recorded.Verdict.ModelSnapshot));
        Assert.Equal((Sample.Open, 3, Sample.Jury().Parameters, Now), (recorded.Rubric, recorded.RubricVersion, recorded.Parameters, recorded.RecordTime.ToDateTimeOffset()));
    }

    private static RecordedVerdict Read(ProducedCompletion item) => VerdictReader.Read(Sample.Ratings("ada").Batch, item, Sample.Jury(), null, Now);
}
