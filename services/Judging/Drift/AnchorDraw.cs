using System.Globalization;
using MedHelm.Contracts;

namespace MedHelm.Judging.Drift;

/// <summary>
/// Draws a juror's anchors evenly over the marks, the same ones under the same seed. The marks that decide are those of the other jurors: drawn by its own, an
/// answer that it once marked too low by chance would be drawn more often, and would seem to rise when it is judged again (regression to the mean), so that a juror that
/// never changes would be reported. Without other jurors every answer is as likely. Of answers that share a prompt one is taken, because the same reply stands for all.
/// </summary>
internal static class AnchorDraw
{
    public static IReadOnlyList<MarkedAnswer> Draw(IEnumerable<MarkedAnswer> answers, int most, ulong seed)
    {
        var shuffled = answers
            .Select(answer => (Answer: answer, Key: Digest.Of(string.Create(CultureInfo.InvariantCulture, $"{seed}\n{answer.Candidate}\n{answer.InstanceId}"))))
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .DistinctBy(pair => pair.Answer.PromptDigest, StringComparer.Ordinal)
            .ToList();
        if (shuffled.Count > most)
        {
            // Round by round, one of each mark.
            shuffled = [.. shuffled
                .GroupBy(pair => pair.Answer.Others is { } mark ? Math.Round(mark, MidpointRounding.AwayFromZero) : double.NaN)
                .OrderBy(level => level.Key)
                .SelectMany(level => level.Select((pair, round) => (pair, round)))
                .OrderBy(turn => turn.round)
                .Take(most)
                .Select(turn => turn.pair)
                .OrderBy(pair => pair.Key, StringComparer.Ordinal)];
        }
        return [.. shuffled.Select(pair => pair.Answer)];
    }
}
