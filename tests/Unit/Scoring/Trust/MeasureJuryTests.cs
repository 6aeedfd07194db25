using Grpc.Core;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics.Trust;
using MedHelm.Tests.Unit.Scoring.Agreement;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring.Trust;

public sealed class MeasureJuryTests
{
    /// <summary>Expected figures are numpy's and scipy's from the analysis of variance.</summary>
    [Fact]
    public void The_ceiling_takes_answers_with_unequal_numbers_of_raters()
    {
        double[][] rated = [[4, 5], [3, 3, 4], [2, 4], [5, 5, 4, 5], [1, 2], [3, 2, 3], [4, 4]];
        var request = new MeasureJuryRequest { Jurors = { new MeasuredJuror { Name = "one" } }, Resampling = new() { Resamples = 100 } };
        foreach (var (own, i) in rated.Append([3]).Select((own, i) => (own, i)))
        {
            var answer = new JudgedAnswer { Item = $"{i}", Jurors = { new Rating() } };
            answer.Clinicians.Add(own.Select((value, r) => new ClinicianRating { Rater = $"r{(i + r) % 6}", Value = value }));
            request.Answers.Add(answer);
        }

        var ceiling = Juries.Measure(request).Ceiling;

        Assert.Equal(7, ceiling.Answers);
        AssertIs(0.7029150373, 0.24076316, 0.93564110, ceiling.OneRater);
        AssertIs(0.8571985954, 0.44583756, 0.97360301, ceiling.MeanOfRaters);
        Assert.True(ceiling.Alpha.HasValue);

        static void AssertIs(double value, double low, double high, Estimate estimate)
        {
            Assert.Equal(value, estimate.Value, 1e-9);
            Assert.Equal((IntervalMethod.F, 7), (estimate.Method, estimate.Units));
            Assert.Equal(low, estimate.Low, 1e-7);
            Assert.Equal(high, estimate.High, 1e-7);
        }
    }

    [Fact]
    public void Agreement_is_what_MeasureAgreement_says_of_the_same_ratings()
    {
        var request = Request();
        var agreement = new MeasureAgreementRequest { Raters = { "one", "two", "clinicians" }, Reference = "clinicians", Resampling = request.Resampling };
        agreement.Items.Add(request.Answers.Select(answer => new RatedItem { Item = answer.Item, Ratings = { answer.Jurors, new Rating { Value = answer.Clinicians.Average(c => c.Value) } } }));

        var measures = Juries.Measure(request);

        Assert.Equal((14, 14, 2), (measures.Answers, measures.Labelled, measures.Raters));
        Assert.Equal(Ratings.Measure(agreement).EffectiveVotes.Value, measures.EffectiveVotes.Value, 1e-12);
        agreement.Raters.RemoveAt(2);
        agreement.Reference = "";
        foreach (var item in agreement.Items) item.Ratings.RemoveAt(2);
        var among = Ratings.Measure(agreement);
        Assert.Equal(among.Icc.Select(icc => icc.ByF), measures.AmongJurors.Select(icc => icc.ByF));
        Assert.Equal(among.Alphas.Single(alpha => alpha.Level == MeasurementLevel.Interval).Alpha.Value, measures.Alpha.Value, 1e-12);
        foreach (var (item, answer) in agreement.Items.Zip(request.Answers))
        {
            item.Ratings.Clear();
            item.Ratings.Add([new Rating { Value = answer.Jury }, new Rating { Value = answer.Clinicians.Average(c => c.Value) }]);
        }
        (agreement.Raters[0], agreement.Raters[1]) = ("jury", "clinicians");
        agreement.Categories.Add([1, 2, 3, 4, 5]);
        var raw = Ratings.Measure(agreement);
        Assert.Equal(raw.Icc.Select(icc => icc.ByF), measures.JuryAndCliniciansRaw.Select(icc => icc.ByF));
        Assert.Equal(raw.Kappas.Single(kappa => kappa.Weights == KappaWeights.Quadratic).Kappa.Value, measures.Kappa.Value, 1e-12);
        Assert.Equal(raw.Correlations.Single().Pearson, measures.Correlation.Pearson);
        agreement.Standardise = true;
        Assert.Equal(Ratings.Measure(agreement).Icc.Select(icc => icc.ByF), measures.JuryAndClinicians.Select(icc => icc.ByF));
        Assert.Equal(request.Answers.Average(answer => answer.Jury - answer.Clinicians.Average(c => c.Value)), measures.Offset.Value, 1e-12);
    }

    [Fact]
    public void Without_labels_it_says_so_and_measures_the_jurors()
    {
        var request = Request();
        foreach (var answer in request.Answers) answer.Clinicians.Clear();
        request.Answers[3].ClearJury();

        var measures = Juries.Measure(request);

        Assert.Equal((13, 0, 0, 0), (measures.Answers, measures.Labelled, measures.Raters, measures.Ceiling.Answers));
        Assert.Empty(measures.JuryAndClinicians);
        Assert.NotEmpty(measures.AmongJurors);
        Assert.All([measures.Kappa, measures.Offset, measures.EffectiveVotes, measures.Correlation.Spearman, measures.Ceiling.OneRater, measures.Jurors[0].WithClinicians], estimate =>
        {
            Assert.False(estimate.HasValue);
            Assert.NotEmpty(estimate.Remark);
        });
        Assert.True(measures.Jurors[0].Severity.HasP);
    }

    [Fact]
    public void The_order_of_answers_changes_nothing_and_clusters_widen()
    {
        var request = Request();
        var reversed = request.Clone();
        reversed.Answers.Clear();
        reversed.Answers.Add(request.Answers.Reverse());
        var measures = Juries.Measure(request);
        var again = Juries.Measure(reversed);
        Assert.Equal(measures.Alpha, again.Alpha);
        Assert.Equal(measures.JuryAndClinicians, again.JuryAndClinicians);
        foreach (var (answer, i) in request.Answers.Select((answer, i) => (answer, i))) answer.Cluster = $"{i / 2}";
        var clustered = Juries.Measure(request);
        Assert.Equal((IntervalMethod.Percentile, 7), (clustered.Ceiling.OneRater.Method, clustered.Ceiling.OneRater.Units));
        Assert.Equal((IntervalMethod.Percentile, 7), (clustered.Jurors[0].WithClinicians.Method, clustered.Offset.Units));
    }

    [Fact]
    public void One_way_intervals_cover_with_unequal_numbers_of_raters()
    {
        // ICC(1,1) is 0.5; two to four raters.
        const int runs = 1500;
        var held = Enumerable.Range(0, runs).Count(seed =>
        {
            var normal = Ratings.Normals((ulong)seed);
            double[][] rated = [.. Enumerable.Range(0, 40).Select(item => (Item: item, Own: normal())).Select(item => Enumerable.Range(0, 2 + item.Item % 3).Select(_ => item.Own + normal()).ToArray())];
            var (low, high, _, _) = new OneWayAnalysis(rated).Interval(0.95);
            return low <= 0.5 && 0.5 <= high;
        });
        Assert.InRange(held / (double)runs, 0.93, 0.97);
    }

    [Fact]
    public void Everything_wrong_is_said_at_once()
    {
        var request = new MeasureJuryRequest
        {
            Jurors = { new MeasuredJuror { Name = "a" }, new MeasuredJuror { Name = "a" } },
            Answers = { new JudgedAnswer { Words = -1, Jury = double.NaN, Jurors = { new Rating { Value = 1e13 } }, Clinicians = { new ClinicianRating { Value = double.NaN } } } },
            Resampling = new() { Method = IntervalMethod.T },
        };
        var said = Assert.Throws<RpcException>(() => Juries.Measure(request)).Status.Detail;
        Assert.All(
            ["resampling.method", "jurors[1].name", "answers[0].item", "answers[0].words", "answers[0].jury", "answers[0].jurors", "answers[0].jurors[0].value", "answers[0].clinicians[0].rater", "answers[0].clinicians[0].value"],
            field => Assert.Contains(field + ":", said, StringComparison.Ordinal));
    }

    private static MeasureJuryRequest Request()
    {
        var request = new MeasureJuryRequest { Jurors = { new MeasuredJuror { Name = "one" }, new MeasuredJuror { Name = "two" } }, Resampling = new() { Resamples = 200 } };
        for (var i = 0; i < Ratings.Sample.Length; i++)
        {
            var row = Ratings.Sample[i].Select(rating => rating!.Value).ToArray();
            var answer = new JudgedAnswer { Item = $"item{i:D6}", Jury = (row[0] + row[1]) / 2, Jurors = { new Rating { Value = row[0] }, new Rating { Value = row[1] } } };
            answer.Clinicians.Add([new ClinicianRating { Rater = "x", Value = row[2] }, new ClinicianRating { Rater = "y", Value = row[3] }]);
            request.Answers.Add(answer);
        }
        return request;
    }
}
