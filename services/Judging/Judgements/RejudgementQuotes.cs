using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Trust.V1;
using MedHelm.Judging.Comparisons;

namespace MedHelm.Judging.Judgements;

/// <summary>The price of judging a run's answers by the jury of another.</summary>
internal sealed class RejudgementQuotes(EvaluationService.EvaluationServiceClient evaluation, JudgementQuoter quoter, TimeProvider clock) : IRejudgementQuotes
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(60);

    public async Task<long?> ExpectedNanoUsdAsync(string run, string benchmark, Jury jury, CancellationToken cancel)
    {
        try
        {
            var options = new CallOptions(deadline: clock.GetUtcNow().UtcDateTime + CallTimeout, cancellationToken: cancel);
            var plan = (await evaluation.GetRunPlanAsync(new GetRunPlanRequest { Run = run }, options)).Plan;
            var content = new Judgement { Spec = new JudgementSpec { Run = run, Benchmarks = { benchmark }, Candidates = { plan.Models.Select(model => model.Deployment) } } };
            content.Juries.Add(benchmark, jury);
            return (await quoter.QuoteAsync(content, plan, cancel)).Total.CostNanoUsd.Expected;
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.InvalidArgument or StatusCode.NotFound or StatusCode.FailedPrecondition)
        {
            // A juror that is no longer there has no price.
            return null;
        }
    }
}
