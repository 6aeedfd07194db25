using System.Globalization;
using Google.Protobuf.Collections;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics.Resampling;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Scoring.Checks;

/// <summary>Checks posted pairs of models before they are compared.</summary>
internal static class PostedPairs
{
    private const int MostPairs = 10_000;
    private const double MostAdded = 5e10;
    private const double Largest = 1e100;

    /// <summary>The settings, after everything that is wrong with the request was thrown at once.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT.</exception>
    internal static ResamplingSettings Check(CompareScoresRequest request)
    {
        var violations = new Violations();
        var settings = ResamplingSettings.Read(request.Resampling, "resampling", violations);
        violations.Require(settings.Method is IntervalMethod.Percentile or IntervalMethod.Bca, "resampling.method", "must be percentile or BCa");
        violations.Require(Enum.IsDefined(request.Test), "test", "must be McNemar, permutation or bootstrap, or unspecified");
        violations.Require(request.Pairs.Count is >= 1 and <= MostPairs, "pairs", string.Create(CultureInfo.InvariantCulture, $"must be 1 to {MostPairs}, were {request.Pairs.Count}"));
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < Math.Min(request.Pairs.Count, MostPairs); i++)
        {
            var (pair, field) = (request.Pairs[i], $"pairs[{i}]");
            violations.Require(names.Add(pair.Name), $"{field}.name", $"must be unique, but '{pair.Name}' is there before");
            violations.Require(pair.First.Count > 0, $"{field}.first", "must have at least one score");
            violations.Require(pair.First.Count == pair.Second.Count, $"{field}.second", string.Create(CultureInfo.InvariantCulture, $"must have as many scores as first ({pair.First.Count}), had {pair.Second.Count}"));
            PostedNumbers.RequireAsMany(pair.Clusters.Count, pair.First.Count, $"{field}.clusters", "scores", violations);
            CheckScores(pair.First, $"{field}.first", request.Test, violations);
            CheckScores(pair.Second, $"{field}.second", request.Test, violations);
            violations.Require(request.Test != PairedTest.Mcnemar || pair.Clusters.Count == 0, $"{field}.clusters", "must be none for McNemar's test, which takes pairs to be independent; take permutation");
        }
        var added = request.Pairs.Sum(pair => (double)pair.First.Count) * settings.Resamples;
        violations.Require(added <= MostAdded, "resampling.resamples", string.Create(CultureInfo.InvariantCulture, $"are too many for so many scores: take at most {Math.Floor(settings.Resamples * MostAdded / added)}"));
        violations.ThrowIfAny();
        return settings;
    }

    private static void CheckScores(RepeatedField<double> scores, string field, PairedTest test, Violations violations)
    {
        for (var i = 0; i < scores.Count; i++)
        {
            var usable = test == PairedTest.Mcnemar ? scores[i] is 0 or 1 : Math.Abs(scores[i]) <= Largest;
            if (usable) continue;
            var must = test == PairedTest.Mcnemar ? "must be 0 or 1 for McNemar's test" : "must be a number from -1E+100 to 1E+100";
            violations.Add(string.Create(CultureInfo.InvariantCulture, $"{field}[{i}]"), string.Create(CultureInfo.InvariantCulture, $"{must}, was {scores[i]:R}"));
            return;
        }
    }
}
