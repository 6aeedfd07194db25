using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Judging.Verdicts;
using Xunit;

namespace MedHelm.Tests.Unit.Judging;

public sealed class VerdictReaderTests
{
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

    private static RecordedVerdict Read(ProducedCompletion item) => VerdictReader.Read(Sample.Ratings("ada").Batch, item, Sample.Rubric());
}
