using System.Globalization;
using Grpc.Core;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Judging.Drift;

/// <summary>
/// What a version's differences show. Scoring's test may be looked at after every difference, but its differences must be independent of each other, and they are only
/// within one pass over the anchors: the second difference of an anchor has the same frozen mark in it as the first, so that over many passes the chance in the frozen
/// marks alone would become certain evidence. Each pass is therefore a sequence of its own, and pass k gets the share 1 / (k (k + 1)) of the false alarm rate: the shares
/// of all passes, however many there will be, sum to it (union bound). Differences beyond a quarter of the scale count as a quarter: two marks of the same juror are
/// exchangeable while nothing changes, so what is cut off lies on both sides alike and the mean stays 0, and a narrower range lets far fewer anchors show the same shift.
/// A mean over repeats and a single mark are not exchangeable, so nothing is cut off then.
/// </summary>
internal sealed class DriftTest(StatisticsService.StatisticsServiceClient statistics, TimeProvider clock)
{
    private const double LargestShare = 0.25;
    // The least that Scoring tests at. It is reached after hundreds of passes, and as many more would add next to nothing to the rate.
    private const double LeastRate = 1e-9;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    /// <summary>The pass that a slot belongs to, from 0.</summary>
    public static int PassOf(int slot, int anchors) => slot / anchors;

    /// <summary>Tests the last pass that has a mark. Null without differences in it.</summary>
    /// <param name="marks">Every mark of the version, in order.</param>
    /// <param name="anchors">Anchors of the juror.</param>
    /// <param name="width">Width of the scale.</param>
    /// <param name="single">True where frozen marks and new ones are single verdicts alike.</param>
    /// <param name="rate">Probability that a juror that never changes is ever reported.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<(TestDriftResponse Result, int DetectedAt)?> RunAsync(IReadOnlyList<DriftMark> marks, int anchors, double width, bool single, double rate, CancellationToken cancel)
    {
        if (marks.Count == 0) return null;
        var pass = PassOf(marks[^1].Slot, anchors);
        var differences = marks.Where(mark => PassOf(mark.Slot, anchors) == pass && mark.Difference is not null).ToList();
        if (differences.Count == 0) return null;
        var bound = single ? width * LargestShare : width;
        var request = new TestDriftRequest { Bound = bound, FalseAlarmRate = Math.Max(LeastRate, rate / ((pass + 1.0) * (pass + 2.0))) };
        request.Differences.AddRange(differences.Select(mark => Math.Clamp(mark.Difference!.Value, -bound, bound)));
        var result = await statistics.TestDriftAsync(request, new CallOptions(deadline: (clock.GetUtcNow() + Timeout).UtcDateTime, cancellationToken: cancel));
        var cut = differences.Count(mark => Math.Abs(mark.Difference!.Value) > bound);
        if (cut > 0 && result.Shift is { Remark.Length: 0 } shift)
            shift.Remark = string.Create(CultureInfo.InvariantCulture, $"{cut} of {differences.Count} differences are larger than {bound:0.###} points and count as that.");
        return (result, result.DetectedAt > 0 ? differences[result.DetectedAt - 1].Slot + 1 : 0);
    }
}
