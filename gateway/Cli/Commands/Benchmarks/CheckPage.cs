using System.Globalization;

namespace MedHelm.Cli.Commands.Benchmarks;

/// <summary>A check for people: a page, or one line of many.</summary>
internal static class CheckPage
{
    public static string Of(CheckSummary check)
    {
        var page = new TextPage();
        page.Line($"{check.Benchmark}, protocol {check.Protocol}: {(check.Passed ? "ok" : "FAILED")}");
        page.Field("  file", check.File);
        if (check.Failure is not null)
        {
            page.Field("  data", check.Failure);
            return page.ToString();
        }
        page.Field("  data", $"{check.Data}, {check.Folder}");
        page.Field("  instances", $"{Count(check.Instances)}{(check.Sampled < check.Instances ? $", of which a run takes {Count(check.Sampled)} when it does not say how many" : "")}");
        page.Field("  subsets", string.Join(", ", check.Subsets.Select(s => $"{s.Name} {Count(s.Instances)}")));
        foreach (var skipped in check.Skipped)
        {
            page.Field("  skipped", $"{Count(skipped.Count)} rows: {skipped.Because}");
            page.Field("", $"{string.Join("; ", skipped.Where.Select(where => Within(check.Folder, where)))}{(skipped.Count > skipped.Where.Count ? "; ..." : "")}");
        }
        if (check.Cut is { } cut)
        {
            page.Field("  cut", $"the {(cut.KeptLast ? "beginning" : "end")} of a long text in {Count(cut.Instances)} instances, {Count(cut.LostTokens)} cl100k_base tokens in all");
            page.Field("", string.Join("; ", cut.First.Select(c => $"{c.Id} keeps {Count(c.KeptTokens)} of {Count(c.Tokens)}")));
        }
        if (check.Tokens is { } tokens)
            page.Field("  tokens", $"shortest prompt {Count(tokens.Shortest)}, median {Count(tokens.Median)}, longest {Count(tokens.Longest)}, total {Count(tokens.Total)} (cl100k_base tokens)");
        foreach (var remark in check.Remarks)
            page.Field("  remark", remark);
        foreach (var line in Scoring(check.Scoring))
            page.Field("  scoring", line);
        foreach (var prompt in check.Prompts)
            Show(page, prompt);
        return page.ToString();
    }

    /// <summary>One line: how it went, and what there is.</summary>
    public static string LineOf(CheckSummary check)
    {
        var what = check.Failure
            ?? $"{Count(check.Instances)} instances, prompts of {Count(check.Tokens!.Median)} cl100k_base tokens (longest {Count(check.Tokens.Longest)}); {string.Join("; ", Scoring(check.Scoring).DefaultIfEmpty("scores not looked at"))}{string.Concat(check.Remarks.Select(r => $"; {r}"))}";
        return $"{(check.Passed ? "ok    " : "FAILED")} {check.Benchmark,-28} {check.Protocol,-21} {check.Data ?? "",-9}  {what}\n";
    }

    private static IEnumerable<string> Scoring(ReplayReport? report)
    {
        if (report is null)
            yield break;
        if (report.NotScored is not null)
            yield return $"not scored: {report.NotScored}";
        foreach (var metric in report.Metrics)
            yield return Describe(metric);
        foreach (var jury in report.ByJury)
            yield return $"{jury}: by a jury in a run";
        if (report.WithoutGold > 0)
            yield return $"{Count(report.WithoutGold)} instances have no right answer to replay";
    }

    private static string Describe(MetricReplay metric)
    {
        var text = $"{metric.Metric}: {Count(metric.AtBest)} of {Count(metric.Gold)} gold answers get {metric.Best.ToString(CultureInfo.InvariantCulture)}";
        if (metric.Below > 0)
            text += $", {Count(metric.Below)} get less ({Ids(metric.Below, metric.BelowIds)})";
        foreach (var unscored in metric.Unscored)
            text += $", {Count(unscored.Count)} are unscored: {unscored.Reason} ({Ids(unscored.Count, unscored.Ids)})";
        if (metric.WrongAsGood > 0)
            text += $", {Count(metric.WrongAsGood)} wrong answers are as good ({Ids(metric.WrongAsGood, metric.WrongAsGoodIds)})";
        return metric.Excuse is not null && (metric.Below > 0 || metric.WrongAsGood > 0) ? $"{text}; not a failure: {metric.Excuse}" : text;
    }

    private static void Show(TextPage page, ShownPrompt shown)
    {
        page.Heading($"Prompt of {shown.Instance}{(shown.Subset.Length > 0 ? $" ({shown.Subset})" : "")}, {Count(shown.Tokens)} cl100k_base tokens:");
        page.Block(shown.Prompt);
        page.Line(shown.References.Count switch { 0 => "No reference.", 1 => "Reference:", _ => "References (* is right):" });
        foreach (var reference in shown.References)
            page.Line($"{(reference.Correct ? "*" : " ")} {reference.Text}");
        if (shown.JurorPrompt is null)
            return;
        page.Heading("What a juror reads, with the reference in the place of an answer:");
        page.Block(shown.JurorPrompt);
    }

    // The folder stands above already.
    private static string Within(string? folder, string place) =>
        folder is not null && place.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? place[(folder.Length + 1)..] : place;

    private static string Ids(int count, IReadOnlyList<string> first) => string.Join(", ", first) + (count > first.Count ? ", ..." : "");

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
