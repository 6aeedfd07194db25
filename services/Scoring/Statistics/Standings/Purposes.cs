using System.IO.Hashing;
using System.Text;

namespace MedHelm.Scoring.Statistics.Standings;

/// <summary>
/// Which random streams serve what, so that no two ends share one. A benchmark's streams go by its name: it is drawn alike in whatever
/// company it is, so a cell has one interval wherever it is shown.
/// </summary>
internal static class Purposes
{
    internal const ulong Benchmarks = 1;
    internal const ulong BenchmarkFlips = 2;

    private const ulong FirstDrawnPair = 1 << 22;
    private const ulong FirstFlippedPair = 1 << 23;

    internal static ulong Cells(string benchmark) => Named("cells", benchmark);

    internal static ulong Flips(string benchmark) => Named("flips", benchmark);

    internal static ulong PairedDraws(int pair) => FirstDrawnPair + (ulong)pair;

    internal static ulong PairedFlips(int pair) => FirstFlippedPair + (ulong)pair;

    private static ulong Named(string end, string benchmark) => XxHash64.HashToUInt64(Encoding.UTF8.GetBytes($"{end} of {benchmark}"));
}
