using MedHelm.Catalog.Datasets;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Evaluation.Runs;
using MedHelm.Evaluation.Storage;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Evaluation.Quotes;

/// <summary>Says what a run would cost: planned like a run, and then priced instead of asked.</summary>
internal sealed class RunQuoter(
    RunSpecValidator validator, RunPlanner planner, InstanceSizes sizes, InferenceService.InferenceServiceClient inference, InferenceQuotes quotes, TimeProvider clock)
{
    private readonly RatingQuotes ratings = new(quotes);

    /// <summary>Throws INVALID_ARGUMENT as creating the run would, and where its data is unusable.</summary>
    public async Task<QuoteRunResponse> QuoteAsync(QuoteRunRequest request, CancellationToken cancel)
    {
        await validator.CheckAsync(new CreateRunRequest { Spec = request.Spec }, cancel);
        var plan = await PlanAsync(request.Spec, cancel);
        var deployments = (await inference.ListDeploymentsAsync(new ListDeploymentsRequest(), cancellationToken: cancel)).Deployments
            .ToDictionary(deployment => deployment.Id, StringComparer.Ordinal);
        var notices = new QuoteNotices(request, deployments);
        var candidates = new List<QuoteLine>();
        var jury = new List<QuoteLine>();
        foreach (var candidate in request.Spec.Deployments)
        {
            foreach (var benchmark in plan.Benchmarks)
            {
                var instances = await sizes.OfAsync(benchmark, plan.Protocol, cancel);
                var cell = await quotes.AskAsync(
                    Request(candidate, Purpose.Candidate, benchmark.Parameters), instances.Select(i => new QuoteItem { InstanceId = i.Id, PromptDigest = i.PromptDigest, InputTokens = i.PromptTokens }), cancel);
                candidates.Add(Line(candidate, Purpose.Candidate, cell));
                if (benchmark.Jury is { } panel)
                {
                    foreach (var (juror, rated) in await ratings.AskAsync(panel, instances, cell, juror => Request(juror, Purpose.Juror, panel.Parameters), cancel))
                        jury.Add(Line(juror.Deployment, Purpose.Juror, rated));
                    notices.Note(panel, candidate);
                }

                QuoteCompletionsRequest Request(string deployment, Purpose purpose, DecodingParameters? parameters) => new()
                {
                    Deployment = deployment,
                    Purpose = purpose,
                    Mode = request.Mode,
                    PriceClass = notices.ClassOf(deployment),
                    Parameters = parameters ?? new DecodingParameters(),
                    Benchmark = benchmark.Benchmark,
                    Candidate = candidate,
                    DataTier = benchmark.DataTier,
                    Project = request.Spec.Project,
                };

                QuoteLine Line(string deployment, Purpose purpose, QuotedCell quoted)
                {
                    notices.Note(deployment, quoted);
                    return new QuoteLine
                    {
                        Candidate = candidate,
                        Benchmark = benchmark.Benchmark,
                        Purpose = purpose,
                        Deployment = deployment,
                        Figures = quoted.Figures,
                        PriceVersion = quoted.PriceVersion,
                        PriceClass = notices.ClassOf(deployment),
                    };
                }
            }
        }
        var response = new QuoteRunResponse
        {
            Lines = { candidates, jury },
            Candidates = FigureSum.Of(candidates.Select(line => line.Figures)),
            Jury = FigureSum.Of(jury.Select(line => line.Figures)),
        };
        response.Total = FigureSum.Of([response.Candidates, response.Jury]);
        response.Notices.AddRange(notices.All(response.Total));
        return response;
    }

    // Not stored: only its instance sets are, and these serve the run.
    private async Task<RunPlan> PlanAsync(RunSpec spec, CancellationToken cancel)
    {
        try
        {
            return await planner.PlanAsync(new StoredRun("quote", spec, RunState.Planning, clock.GetUtcNow(), null, "", ""), cancel);
        }
        catch (DatasetException e)
        {
            var violations = new Violations();
            violations.Add("spec.benchmarks", e.Message);
            violations.ThrowIfAny();
            throw;
        }
    }
}
