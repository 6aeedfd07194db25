using System.Globalization;
using Grpc.Core;
using MedHelm.Contracts;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Trust.V1;
using MedHelm.Judging.Answers;
using MedHelm.Judging.Juries;
using MedHelm.Judging.Rubrics;

namespace MedHelm.Judging.Judgements;

/// <summary>Says what a judgement would cost. The answers are there, so that every prompt is known to the letter and what was asked before is free.</summary>
internal sealed class JudgementQuoter(
    StoredAnswers answers, InstanceTexts instances, RubricTemplates rubrics, InferenceService.InferenceServiceClient inference, QuoteService.QuoteServiceClient quotes, TimeProvider clock)
{
    // The service counts no tokens itself; English text has about this many characters to a cl100k_base token.
    private const double CharactersPerToken = 4;
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(60);

    private CallOptions Call(CancellationToken cancel) => new(deadline: clock.GetUtcNow().UtcDateTime + CallTimeout, cancellationToken: cancel);

    public async Task<QuoteJudgementResponse> QuoteAsync(Judgement content, RunPlan plan, CancellationToken cancel)
    {
        var deployments = (await inference.ListDeploymentsAsync(new ListDeploymentsRequest(), Call(cancel))).Deployments.ToDictionary(deployment => deployment.Id, StringComparer.Ordinal);
        var figures = new SortedDictionary<string, List<QuoteFigures>>(StringComparer.Ordinal);
        var (total, missing) = (0L, 0L);
        foreach (var benchmark in plan.Benchmarks.Where(benchmark => content.Juries.ContainsKey(benchmark.Benchmark)))
        {
            var jury = content.Juries[benchmark.Benchmark];
            var template = rubrics.Of(jury.Rubric);
            foreach (var candidate in content.Spec.Candidates)
            {
                var items = new List<QuoteItem>();
                await foreach (var (asked, found) in answers.ReadAsync(plan.Run, benchmark.Benchmark, candidate, cancel))
                {
                    var stored = found.Where(item => item.Outcome?.Completion is not null).DistinctBy(item => item.InstanceId, StringComparer.Ordinal).ToList();
                    total += stored.Count;
                    missing += asked.Except(found.Select(item => item.InstanceId), StringComparer.Ordinal).Count();
                    items.AddRange(await ItemsAsync(benchmark, jury.Rubric, template, [.. stored.Where(item => !string.IsNullOrWhiteSpace(item.Outcome.Completion.Text))], cancel));
                }
                if (items.Count == 0) continue;
                foreach (var juror in PanelSeats.Of(jury, candidate))
                {
                    var quoted = await quotes.QuoteCompletionsAsync(Request(content.Spec, benchmark, jury, juror, candidate, items, deployments), Call(cancel));
                    if (!figures.TryGetValue(juror.Deployment, out var of)) figures[juror.Deployment] = of = [];
                    // Repeats are samples of their own; only the first may be known already.
                    of.AddRange(Enumerable.Repeat(quoted.Figures, Math.Max(1, jury.Repeats)));
                }
            }
        }
        var response = new QuoteJudgementResponse { Answers = total, Total = Sum(figures.Values.SelectMany(of => of)) };
        response.Jurors.AddRange(figures.Select(of => new JurorQuote { Deployment = of.Key, Figures = Sum(of.Value) }));
        response.Notices.AddRange(Notices(content, response, missing, deployments));
        return response;
    }

    private async Task<IEnumerable<QuoteItem>> ItemsAsync(PlannedBenchmark benchmark, Rubric rubric, RubricTemplate template, List<ProducedCompletion> stored, CancellationToken cancel)
    {
        if (stored.Count == 0) return [];
        var texts = await instances.FindAsync(benchmark.InstanceSet, [.. stored.Select(item => item.InstanceId)], cancel);
        return stored.Select(item =>
        {
            var instance = texts[item.InstanceId];
            var criteria = InstanceRubric.Of(rubric, instance)?.Criteria ?? [];
            var prompt = template.Render(new Rubrics.JudgedAnswer(instance.Question, item.Outcome.Completion.Text, instance.GoldResponse), criteria);
            return new QuoteItem { InstanceId = item.InstanceId, PromptDigest = Digest.Of(prompt), InputTokens = (long)Math.Ceiling(prompt.Length / CharactersPerToken), AnswerKnown = true };
        });
    }

    private static QuoteCompletionsRequest Request(
        JudgementSpec spec, PlannedBenchmark benchmark, Jury jury, Juror juror, string candidate, List<QuoteItem> items, Dictionary<string, Deployment> deployments) => new()
        {
            Deployment = juror.Deployment,
            Purpose = Purpose.Juror,
            PriceClass = spec.PriceClass == PriceClass.Batch && deployments.GetValueOrDefault(juror.Deployment) is { Batch: true } ? PriceClass.Batch : PriceClass.Live,
            Parameters = jury.Parameters ?? new DecodingParameters(),
            Benchmark = benchmark.Benchmark,
            Candidate = candidate,
            DataTier = benchmark.DataTier,
            Project = spec.Project,
            Items = { items },
        };

    private static IEnumerable<string> Notices(Judgement content, QuoteJudgementResponse quote, long missing, Dictionary<string, Deployment> deployments)
    {
        yield return "Input tokens are estimated from the prompts' lengths; low and high allow for other tokenizers.";
        if (missing > 0) yield return string.Create(CultureInfo.InvariantCulture, $"{missing} answers of the run are no longer stored, or nobody may read them any more: they are not judged.");
        if (quote.Jurors.Select(juror => juror.Deployment).Where(id => deployments.GetValueOrDefault(id) is { Kind: DeploymentKind.Baseline }).ToList() is [_, ..] baselines)
            yield return $"Baseline rules, not language models: {string.Join(", ", baselines)}.";
        if (content.Juries.Values.Any(jury => jury.Escalation is not null)) yield return "The jury asks some jurors only where the others disagree: the figures are those of asking everybody.";
        if (content.Spec.HasBudgetNanoUsd && content.Spec.BudgetNanoUsd < quote.Total.CostNanoUsd.High)
            yield return content.Spec.BudgetNanoUsd < quote.Total.CostNanoUsd.Expected ? "The budget is below what is expected: it would wait before its end." : "The budget is below the worst case: it could wait before its end.";
    }

    private static QuoteFigures Sum(IEnumerable<QuoteFigures> parts)
    {
        var sum = new QuoteFigures { InputTokens = new(), OutputTokens = new(), CostNanoUsd = new() };
        foreach (var part in parts)
        {
            sum.Completions += part.Completions;
            sum.Cached += part.Cached;
            sum.ProbablyCached += part.ProbablyCached;
            Add(sum.InputTokens, part.InputTokens);
            Add(sum.OutputTokens, part.OutputTokens);
            Add(sum.CostNanoUsd, part.CostNanoUsd);
        }
        return sum;
    }

    private static void Add(QuoteInterval sum, QuoteInterval? part)
    {
        sum.Low += part?.Low ?? 0;
        sum.Expected += part?.Expected ?? 0;
        sum.High += part?.High ?? 0;
    }
}
