using System.Globalization;
using MedHelm.Cli.Commands.Stats;
using MedHelm.Cli.Connection;
using MedHelm.Cli.Quotes;
using MedHelm.Cli.Standings;
using MedHelm.Cli.Terminal;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Trust.V1;
using Spectre.Console;

namespace MedHelm.Cli.Commands.Trust;

/// <summary>Judgements, for people.</summary>
internal static class JudgementPage
{
    public static void Quote(IAnsiConsole output, QuoteJudgementResponse quote)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Judging {quote.Answers} stored answers again (low - expected - high; high is the worst case)"));
        new FigureTables(output).Draw(["Juror"], [.. quote.Jurors.Select(juror => (new[] { juror.Deployment }, juror.Figures ?? new QuoteFigures())), (["total"], quote.Total ?? new QuoteFigures())]);
        foreach (var notice in quote.Notices) output.WriteLine(notice);
    }

    public static void List(IAnsiConsole output, IReadOnlyList<Judgement> judgements)
    {
        if (judgements.Count == 0)
        {
            output.WriteLine("No judgements yet. Have a run judged again: medhelm rejudge RUN --jurors ID,ID --quote-only");
            return;
        }
        var table = Listing.Table("Judgement", "Run", "Judged", "Missing", "List price", "Started (UTC)", "State", "Jury");
        foreach (var judgement in judgements)
        {
            table.Row(
                ResourceName.Judgement.Short(judgement.Name), RunName.Short(judgement.Spec.Run), string.Create(CultureInfo.InvariantCulture, $"{judgement.Judged}/{judgement.Answers}"),
                EstimateText.Whole(judgement.Missing), NanoUsd.Format(judgement.CostNanoUsd), judgement.CreateTime?.ToDateTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "", State(judgement), Jury(judgement));
        }
        output.WriteWhole(table);
        foreach (var judgement in judgements.Where(judgement => judgement.Problem.Length > 0)) output.WriteLine($"{ResourceName.Judgement.Short(judgement.Name)}: {judgement.Problem}");
    }

    public static void Draw(IAnsiConsole output, Judgement judgement)
    {
        output.WriteLine($"{judgement.Name}: the answers of {judgement.Spec.Run}, judged by {Jury(judgement)}");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{judgement.Judged} of {judgement.Answers} answers judged, {judgement.Missing} no longer stored; list price {NanoUsd.Format(judgement.CostNanoUsd)}, charged {NanoUsd.Format(judgement.ChargedNanoUsd)}"));
        if (judgement.Problem.Length > 0) output.WriteLine(judgement.Problem);
        var table = Listing.Table("Benchmark", "Candidate", "Own jury", "Other jury", "Shift", "Both", "Abstained", "Rank");
        foreach (var cell in judgement.Cells)
        {
            table.Row(
                cell.Benchmark, cell.Candidate, EstimateText.Of(cell.Own), EstimateText.Of(cell.Other), Signed(cell.Shift), EstimateText.Whole(cell.Both), EstimateText.Whole(cell.Abstentions),
                $"{Rank(cell.OwnRank)} to {Rank(cell.OtherRank)}");
        }
        output.WriteWhole(table);
        output.WriteLine("Shift: other minus own over answers that both scored, with its interval. The run's own scores and its leaderboard are as they were.");
    }

    private static string Signed(Contracts.Scoring.V1.Estimate? shift) => shift is { HasValue: true, Value: > 0 } ? "+" + EstimateText.Of(shift) : EstimateText.Of(shift);

    private static string Rank(int rank) => rank > 0 ? rank.ToString(CultureInfo.InvariantCulture) : CellText.Absent;

    private static string State(Judgement judgement) => judgement.CompleteTime is not null ? "completed" : judgement.Problem.Length > 0 ? "waiting" : "under way";

    private static string Jury(Judgement judgement) => judgement.Spec.Jurors.Count > 0
        ? string.Join(", ", judgement.Spec.Jurors)
        : judgement.Spec.Jury.Length > 0 ? $"jury {judgement.Spec.Jury}" : "the benchmarks' own juries";
}
