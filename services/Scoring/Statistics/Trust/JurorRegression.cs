using MedHelm.Scoring.Statistics.Resampling;

namespace MedHelm.Scoring.Statistics.Trust;

/// <summary>
/// Least squares of jurors' marks on what the answer is worth (an effect of its own for each answer, taken out by centring), how severe the juror is,
/// what it adds for its own model and for others of its vendor, and what it adds for length, all jurors at once: a difference in differences against the other
/// jurors on the same answers, in which their own biases are no yardstick. Variances by the jackknife over clusters (Bell and McCaffrey 2002; MacKinnon,
/// Nielsen and Webb 2023), which is not too small where few clusters have answers of the kind.
/// </summary>
internal sealed class JurorRegression
{
    private readonly JudgedTable table;
    private readonly JurorTies ties;
    private readonly int[] answers;
    private readonly double[]? lengths;
    private readonly int jurors;
    private readonly SymmetricSystem all;
    private readonly double[] coefficients;
    private readonly double[][] without;

    /// <param name="table">The marks.</param>
    /// <param name="ties">Which jurors are tied to which answers.</param>
    /// <param name="answers">The answers to go by; those with one mark say nothing.</param>
    /// <param name="lengths">Logarithm, to base 2, of each answer's words; null to leave length out.</param>
    internal JurorRegression(JudgedTable table, JurorTies ties, IEnumerable<int> answers, double[]? lengths)
    {
        this.table = table;
        this.ties = ties;
        this.answers = [.. answers.Where(answer => table.Marks[answer].Count(mark => !double.IsNaN(mark)) > 1)];
        jurors = table.Jurors.Length;
        var centre = lengths is null || this.answers.Length == 0 ? 0 : Mean.Of([.. this.answers.Select(answer => lengths[answer])]);
        this.lengths = lengths is null ? null : [.. lengths.Select(length => length - centre)];
        all = new(4 * jurors);
        coefficients = new double[all.Size];
        foreach (var answer in this.answers) Add(all, answer);
        all.Solve(coefficients);
        int[][] clusters = [.. this.answers.GroupBy(answer => table.Units.OfItem[answer]).Select(cluster => cluster.ToArray())];
        without = [.. clusters.Select(Without)];
    }

    /// <summary>Clusters of answers.</summary>
    internal int Clusters => without.Length;

    /// <summary>The place of a juror's addition for answers of its own model.</summary>
    internal int Self(int juror) => 2 * jurors + juror;

    /// <summary>The place of a juror's addition for answers of other models of its vendor.</summary>
    internal int Vendor(int juror) => 3 * jurors + juror;

    /// <summary>The place of a juror's addition for a doubling of length.</summary>
    internal int Length(int juror) => jurors + juror;

    /// <summary>Whether the data tell a coefficient from all others.</summary>
    internal bool IsEstimable(int place) => IsOwn(all.Matrix, place);

    /// <summary>A sum of coefficients with its standard error; NaN where leaving out one cluster leaves nothing to go by.</summary>
    internal (double Value, double Error) Of(ReadOnlySpan<double> contrast)
    {
        var value = Sum(contrast, coefficients);
        var squares = 0.0;
        foreach (var left in without)
        {
            var moved = Sum(contrast, left) - value;
            squares += moved * moved;
        }
        return (value, Math.Sqrt(squares * (Clusters - 1) / Clusters));
    }

    private static double Sum(ReadOnlySpan<double> contrast, double[] values)
    {
        var sum = 0.0;
        for (var i = 0; i < contrast.Length; i++)
            if (contrast[i] != 0) sum += contrast[i] * values[i];
        return sum;
    }

    private double[] Without(int[] cluster)
    {
        var own = new SymmetricSystem(all.Size);
        foreach (var answer in cluster) Add(own, answer);
        for (var i = 0; i < own.Matrix.Length; i++) own.Matrix[i] = all.Matrix[i] - own.Matrix[i];
        for (var i = 0; i < own.Right.Length; i++) own.Right[i] = all.Right[i] - own.Right[i];
        var left = new double[all.Size];
        own.Solve(left);
        for (var place = 0; place < left.Length; place++)
            if (all.IsOwn(place) && !own.IsOwn(place)) left[place] = double.NaN;
        return left;
    }

    // Taken last, a column that the others explain has nothing of its own.
    private bool IsOwn(double[] matrix, int place)
    {
        var size = all.Size;
        int[] order = [.. Enumerable.Range(0, size).Where(i => i != place), place];
        var permuted = new double[size * size];
        for (var i = 0; i < size; i++)
            for (var j = 0; j <= i; j++)
                permuted[i * size + j] = matrix[Math.Max(order[i], order[j]) * size + Math.Min(order[i], order[j])];
        var last = new SymmetricSystem(size);
        last.Solve(permuted, new double[size], new double[size]);
        return last.IsOwn(size - 1);
    }

    private void Add(SymmetricSystem system, int answer)
    {
        var marks = table.Marks[answer];
        int[] raters = [.. Enumerable.Range(0, jurors).Where(juror => !double.IsNaN(marks[juror]))];
        var rows = new double[raters.Length * system.Size];
        var means = new double[system.Size];
        var mean = raters.Sum(juror => marks[juror]) / raters.Length;
        for (var r = 0; r < raters.Length; r++)
        {
            var row = rows.AsSpan(r * system.Size, system.Size);
            var juror = raters[r];
            // The first juror is the one that the others are compared with.
            if (juror > 0) row[juror] = 1;
            if (juror > 0 && lengths is not null) row[Length(juror)] = lengths[answer];
            var tie = ties.Of(juror, answer);
            if (tie == Tie.Model) row[Self(juror)] = 1;
            if (tie == Tie.Vendor) row[Vendor(juror)] = 1;
            for (var i = 0; i < row.Length; i++) means[i] += row[i] / raters.Length;
        }
        for (var r = 0; r < raters.Length; r++)
        {
            var row = rows.AsSpan(r * system.Size, system.Size);
            for (var i = 0; i < row.Length; i++) row[i] -= means[i];
            system.Add(row, marks[raters[r]] - mean, 1);
        }
    }
}
