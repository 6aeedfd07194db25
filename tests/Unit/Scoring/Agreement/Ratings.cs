using System.Globalization;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring;
using MedHelm.Scoring.Statistics.Resampling;

namespace MedHelm.Tests.Unit.Scoring.Agreement;

/// <summary>Requests with ratings, and what the service says of them.</summary>
internal static class Ratings
{
    /// <summary>Fourteen items, four raters; the last rater halves some.</summary>
    public static double?[][] Sample { get; } =
    [
        [4, 4, 5, 3.5], [2, 3, 2, 2], [5, 5, 4, 5], [1, 2, 1, 2], [3, 3, 4, 2.5], [4, 5, 5, 4], [2, 2, 3, 1],
        [5, 4, 5, 5], [3, 4, 3, 4], [1, 1, 2, 1], [4, 3, 4, 3.5], [3, 3, 3, 3], [2, 4, 2, 3], [5, 5, 5, 4],
    ];

    public static MeasureAgreementRequest Request(IReadOnlyList<double?[]> items, int resamples = 200)
    {
        var request = new MeasureAgreementRequest { Resampling = new() { Resamples = resamples } };
        for (var rater = 0; rater < items[0].Length; rater++) request.Raters.Add(Rater(rater));
        for (var i = 0; i < items.Count; i++)
        {
            var item = new RatedItem { Item = string.Create(CultureInfo.InvariantCulture, $"item{i:D6}") };
            foreach (var rating in items[i])
            {
                var posted = new Rating();
                if (rating is { } value) posted.Value = value;
                item.Ratings.Add(posted);
            }
            request.Items.Add(item);
        }
        return request;
    }

    public static string Rater(int number) => string.Create(CultureInfo.InvariantCulture, $"rater{number}");

    public static MeasureAgreementResponse Measure(MeasureAgreementRequest request) => new StatisticsRpc(new HeavyWork()).MeasureAgreement(request, new CallContext()).Result;

    /// <summary>Seeded standard normal numbers.</summary>
    public static Func<double> Normals(ulong seed)
    {
        var random = new RandomStream(seed, purpose: 1, index: 1);
        return () => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }
}
