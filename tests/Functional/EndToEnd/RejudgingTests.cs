using Grpc.Core;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Reporting.V1;
using MedHelm.Contracts.Trust.V1;
using MedHelm.Testing.Installations;
using MedHelm.Testing.Processes;
using Xunit;

namespace MedHelm.Tests.Functional.EndToEnd;

/// <summary>A run's stored answers judged by another jury, through the gateway and over the bus.</summary>
public sealed class RejudgingTests
{
    private const string Run = "runs/" + GoldenSuite.RunId;

    [Fact]
    public async Task Stored_answers_are_judged_by_another_jury_and_the_run_stays_as_it_was()
    {
        using var folder = TemporaryFolder.Create("rejudging");
        await using var provider = await GoldenSuite.StartProviderAsync();
        await using var system = await StandaloneInstallation.StartNewAsync(folder.Path, GoldenSuite.WriteDeployments(folder, provider));
        var judgements = new JudgementService.JudgementServiceClient(system.Channel);
        var board = await system.RunAsync(GoldenSuite.Spec, GoldenSuite.RunId);
        var (calls, verdicts, ledger) = (provider.Ledger.Calls, await VerdictsAsync(system, ""), await LedgerAsync(system));
        var spec = new JudgementSpec { Run = Run, Jurors = { "baseline/judge-f1", "baseline/judge-recall" }, BudgetNanoUsd = 1_000_000_000 };

        var quote = await judgements.QuoteJudgementAsync(new QuoteJudgementRequest { Spec = spec });
        Assert.True(quote.Answers > 0);
        Assert.Equal(["baseline/judge-f1", "baseline/judge-recall"], quote.Jurors.Select(juror => juror.Deployment));
        await judgements.CreateJudgementAsync(new CreateJudgementRequest { Spec = spec, JudgementId = "second-look" });
        var judgement = await CompletedAsync(judgements, "judgements/second-look");

        Assert.Equal((quote.Answers, quote.Answers, 0), (judgement.Answers, judgement.Judged, judgement.Missing));
        Assert.NotEmpty(judgement.Cells);
        Assert.All(judgement.Cells.Where(cell => cell.Both > 0), cell => Assert.True(cell.Own.HasValue && cell.Other.HasValue && cell.Shift.HasValue && cell.OwnRank > 0 && cell.OtherRank > 0));
        var said = await VerdictsAsync(system, "judgements/second-look");
        Assert.Equal(judgement.Answers * 2, said.Count);
        Assert.All(said, verdict => Assert.StartsWith("baseline/judge", verdict.Verdict.Deployment, StringComparison.Ordinal));

        Assert.Equal(calls, provider.Ledger.Calls);
        Assert.Equal(verdicts, await VerdictsAsync(system, ""));
        Assert.Equal(ledger, await LedgerAsync(system));
        var after = (await system.Reporting.GetLeaderboardAsync(new GetLeaderboardRequest { Run = Run })).Leaderboard;
        Assert.Equal(Installation.Json(board), Installation.Json(after));
        // Nobody has labelled an answer: every jury score says so.
        Assert.All(after.Columns.Where(column => column.Trust is not null), column => Assert.False(column.Trust.Certified));
        Assert.Contains(after.Rows.SelectMany(row => row.Cells), cell => cell.Uncertified);
        Assert.Equal("judgements/second-look", (await system.Budgets.GetBudgetAsync(new GetBudgetRequest { Name = "judgements/second-look" })).Budget.Name);
    }

    [Fact]
    public async Task A_run_that_nobody_made_is_not_found_and_what_is_wrong_is_named()
    {
        using var folder = TemporaryFolder.Create("rejudging-edge");
        await using var provider = await GoldenSuite.StartProviderAsync();
        await using var system = await StandaloneInstallation.StartNewAsync(folder.Path, GoldenSuite.WriteDeployments(folder, provider));
        var judgements = new JudgementService.JudgementServiceClient(system.Channel);
        var missing = await Assert.ThrowsAsync<RpcException>(async () => await judgements.QuoteJudgementAsync(new QuoteJudgementRequest { Spec = new JudgementSpec { Run = "runs/nowhere", Jurors = { "baseline/judge-f1" } } }));
        Assert.Equal(StatusCode.NotFound, missing.StatusCode);
        await system.RunAsync(GoldenSuite.Spec, GoldenSuite.RunId);
        var wrong = await Assert.ThrowsAsync<RpcException>(async () => await judgements.CreateJudgementAsync(
            new CreateJudgementRequest { Spec = new JudgementSpec { Run = Run, Jurors = { "nobody" }, Benchmarks = { "med_qa" } } }));
        Assert.Equal(StatusCode.InvalidArgument, wrong.StatusCode);
        Assert.Contains("spec.jurors[0]", wrong.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("spec.benchmarks[0]", wrong.Status.Detail, StringComparison.Ordinal);
    }

    private static async Task<Judgement> CompletedAsync(JudgementService.JudgementServiceClient judgements, string name)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (true)
        {
            var judgement = (await judgements.GetJudgementAsync(new GetJudgementRequest { Name = name }, cancellationToken: patience.Token)).Judgement;
            if (judgement.CompleteTime is not null) return judgement;
            await Task.Delay(TimeSpan.FromMilliseconds(200), patience.Token);
        }
    }

    private static async Task<List<RecordedVerdict>> VerdictsAsync(Installation system, string judgement) =>
        [.. (await new JudgingService.JudgingServiceClient(system.Channel).ListVerdictsAsync(new ListVerdictsRequest { Run = Run, Judgement = judgement, PageSize = 1000 })).Verdicts];

    private static async Task<GetLedgerResponse> LedgerAsync(Installation system) => await new InferenceService.InferenceServiceClient(system.Channel).GetLedgerAsync(new GetLedgerRequest { Run = Run });
}
