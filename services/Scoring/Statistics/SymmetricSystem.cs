namespace MedHelm.Scoring.Statistics;

/// <summary>Normal equations of a least-squares fit, solved by Cholesky's decomposition. What the others already explain is left at 0.</summary>
/// <param name="size">How many coefficients.</param>
internal sealed class SymmetricSystem(int size)
{
    // A column of which so little is its own is made of the others, up to rounding.
    private const double LeastOwn = 1e-9;

    private readonly double[] matrix = new double[size * size];
    private readonly double[] right = new double[size];
    private readonly double[] factor = new double[size * size];
    private readonly double[] diagonal = new double[size];

    internal int Size => size;

    internal double[] Matrix => matrix;

    internal double[] Right => right;

    /// <summary>Adds an observation.</summary>
    internal void Add(ReadOnlySpan<double> features, double value, double weight)
    {
        for (var i = 0; i < size; i++)
        {
            if (features[i] == 0) continue;
            var weighted = weight * features[i];
            right[i] += weighted * value;
            for (var j = 0; j <= i; j++) matrix[i * size + j] += weighted * features[j];
        }
    }

    internal void AddToDiagonal(int place, double value) => matrix[place * size + place] += value;

    /// <summary>The coefficients; 0 for one that those before it explain.</summary>
    internal void Solve(Span<double> solution) => Solve(matrix, right, solution);

    /// <summary>Solves a system of the same size; the lower triangle of the matrix counts.</summary>
    internal void Solve(ReadOnlySpan<double> lower, ReadOnlySpan<double> values, Span<double> solution)
    {
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = lower[i * size + j];
                for (var k = 0; k < j; k++) sum -= factor[i * size + k] * factor[j * size + k];
                if (j < i) factor[i * size + j] = diagonal[j] == 0 ? 0 : sum / diagonal[j];
                else factor[i * size + i] = diagonal[i] = sum > LeastOwn * lower[i * size + i] && sum > 0 ? Math.Sqrt(sum) : 0;
            }
        }
        for (var i = 0; i < size; i++)
        {
            var sum = values[i];
            for (var k = 0; k < i; k++) sum -= factor[i * size + k] * solution[k];
            solution[i] = diagonal[i] == 0 ? 0 : sum / diagonal[i];
        }
        for (var i = size - 1; i >= 0; i--)
        {
            var sum = solution[i];
            for (var k = i + 1; k < size; k++) sum -= factor[k * size + i] * solution[k];
            solution[i] = diagonal[i] == 0 ? 0 : sum / diagonal[i];
        }
    }

    /// <summary>Whether the last system solved tells the coefficient from those before it.</summary>
    internal bool IsOwn(int place) => diagonal[place] > 0;
}
