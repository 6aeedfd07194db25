using Grpc.Core;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring;
using MedHelm.Scoring.Statistics.Labels;
using MedHelm.Tests.Unit.Scoring.Agreement;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring.Labels;

public sealed class ChooseLabelsTests
{
    [Fact]
    public void Probabilities_grow_with_the_error_add_up_to_what_is_wanted_and_end_at_one()
    {
        Assert.Equal([0.3, 0.6, 0.9, 0.2], LabelChoice.Inclusion([3, 6, 9, 2], 2).Select(p => Math.Round(p, 12)));
        // 50 / 60 x 3 would be beyond one; the rest shares what is left.
        Assert.Equal([1, 0.4, 0.6, 1], LabelChoice.Inclusion([50, 2, 3, 45], 3).Select(p => Math.Round(p, 12)));
        Assert.Equal([0.5, 0.5], LabelChoice.Inclusion([0, 0], 1));
        Assert.Equal([1.0, 1], LabelChoice.Inclusion([1, 0], 5));
    }

    [Fact]
    public void Each_answer_is_drawn_as_often_as_its_probability_says_and_the_number_is_fixed()
    {
        const int draws = 4000;
        var request = new ChooseLabelsRequest { Wanted = 4 };
        for (var i = 0; i < 12; i++) request.Candidates.Add(new LabelCandidate { Item = $"item{i}", Jury = 3, Spread = 0.1 + i % 4 });
        var (counts, probabilities) = (new Dictionary<string, int>(), new Dictionary<string, double>());
        for (var seed = 0; seed < draws; seed++)
        {
            request.Seed = (ulong)seed;
            var chosen = Choose(request);
            Assert.Equal(4, chosen.Select(c => c.Item).Distinct().Count());
            foreach (var one in chosen)
            {
                counts[one.Item] = counts.GetValueOrDefault(one.Item) + 1;
                probabilities[one.Item] = one.Inclusion;
            }
        }
        Assert.All(probabilities, item => Assert.Equal(item.Value, counts[item.Key] / (double)draws, 4 * Math.Sqrt(item.Value * (1 - item.Value) / draws)));
        Assert.True(probabilities["item3"] > 2 * probabilities["item0"]);
    }

    [Fact]
    public void The_seed_decides_and_the_order_of_candidates_does_not()
    {
        var request = new ChooseLabelsRequest { Wanted = 5, Seed = 9 };
        for (var i = 0; i < 40; i++) request.Candidates.Add(new LabelCandidate { Item = $"item{i:D2}", Jury = 3, Spread = i % 7 });
        var reversed = request.Clone();
        reversed.Candidates.Clear();
        reversed.Candidates.Add(request.Candidates.Reverse());
        Assert.Equal(Choose(request), Choose(reversed));
        reversed.Seed = 10;
        Assert.NotEqual(Choose(request), Choose(reversed));
    }

    [Fact]
    public void What_is_expected_is_learnt_from_labels_beyond_what_the_jury_is_off_on_average()
    {
        var normal = Ratings.Normals(4);
        List<LabelledAnswer> labelled = [.. Enumerable.Range(0, 400).Select(i => new LabelledAnswer { Jury = 3, Spread = i % 2, Label = 3 - 1.5 + (0.2 + i % 2) * normal() })];
        var model = new ErrorModel(labelled, []);
        // The mean absolute value of a normal number is 0.798 of its SD.
        Assert.Equal(0.2 * 0.798, model.Expected(3, 0), 0.06);
        Assert.Equal(1.2 * 0.798, model.Expected(3, 1), 0.12);
        Assert.False(new ErrorModel(labelled[..7], []).IsLearnt);
    }

    [Fact]
    public void Labels_that_were_unlikely_to_be_drawn_weigh_more()
    {
        List<LabelledAnswer> labelled = [.. Enumerable.Range(0, 100).Select(i => new LabelledAnswer { Jury = 3, Spread = 1, Label = i % 10 == 0 ? (i % 20 == 0 ? 1 : 5) : 3, Inclusion = i % 10 == 0 ? 0.1 : 1 })];
        // 10 of 100 are off by 2, but they stand for 100 of 190.
        Assert.Equal(200 / 190.0, new ErrorModel(labelled, []).Expected(3, 1), 1e-6);
    }

    /// <summary>A jury whose error is large on a fifth of the answers, where its jurors disagree. The labels learnt from are others.</summary>
    [Fact]
    public void Chosen_labels_give_the_interval_that_random_ones_need_half_as_many_more_for()
    {
        const int runs = 150, chosen = 70, random = 100;
        double active = 0, plain = 0;
        var (activeHeld, plainHeld) = (0, 0);
        for (var seed = 0; seed < runs; seed++)
        {
            var answers = Answers(seed, 1000);
            var pilot = Answers(seed + 100_000, 60);
            var request = new ChooseLabelsRequest { Wanted = chosen, Seed = (ulong)seed, Labelled = { pilot.Select(a => new LabelledAnswer { Jury = a.Jury, Spread = a.Spread, Label = a.Label }) } };
            request.Candidates.Add(answers.Select((a, i) => new LabelCandidate { Item = $"{i:D4}", Jury = a.Jury, Spread = a.Spread }));
            var draw = Choose(request).ToDictionary(c => int.Parse(c.Item), c => c.Inclusion);
            var byChoice = Anchored(answers, draw);
            var byChance = Anchored(answers, Enumerable.Range(0, random).ToDictionary(i => i, _ => 0.0));
            active += byChoice.Anchored.High - byChoice.Anchored.Low;
            plain += byChance.Anchored.High - byChance.Anchored.Low;
            activeHeld += Holds(byChoice) ? 1 : 0;
            plainHeld += Holds(byChance) ? 1 : 0;
        }

        Assert.True(active <= plain, $"half-width {active / runs / 2} of {chosen} chosen labels, {plain / runs / 2} of {random} random ones");
        Assert.True(activeHeld >= 0.9 * runs && plainHeld >= 0.9 * runs, $"{activeHeld} and {plainHeld} of {runs} intervals hold the truth");
    }

    [Theory]
    [InlineData(60)]
    [InlineData(150)]
    public void Intervals_of_chosen_labels_cover(int wanted)
    {
        const int runs = 700;
        var held = 0;
        double sum = 0;
        for (var seed = 0; seed < runs; seed++)
        {
            var answers = Answers(seed, 800);
            var request = new ChooseLabelsRequest { Wanted = wanted, Seed = (ulong)seed, Candidates = { answers.Select((a, i) => new LabelCandidate { Item = $"{i:D4}", Jury = a.Jury, Spread = a.Spread }) } };
            var response = Anchored(answers, Choose(request).ToDictionary(c => int.Parse(c.Item), c => c.Inclusion));
            held += Holds(response) ? 1 : 0;
            sum += response.Anchored.Value;
        }
        // 95% within 93 to 97% and two and a half standard errors of so many runs.
        Assert.InRange(held / (double)runs, 0.93, 0.971);
        Assert.Equal(Truth, sum / runs, 0.02);
    }

    [Fact]
    public void Everything_wrong_is_said_at_once()
    {
        var said = Assert.Throws<RpcException>(() => Choose(new()
        {
            Candidates = { new LabelCandidate { Item = "a" }, new LabelCandidate { Item = "a", Jury = double.NaN, Spread = -1 } },
            Labelled = { new LabelledAnswer { Inclusion = 2, Label = double.PositiveInfinity } },
        }));
        Assert.All(["wanted", "candidates[1].item", "candidates[1].jury", "candidates[1].spread", "labelled[0].label", "labelled[0].inclusion"], field => Assert.Contains(field + ":", said.Status.Detail, StringComparison.Ordinal));
    }

    private const double Truth = 3.5;

    private static bool Holds(EstimateAnchoredResponse response) => response.Anchored.Low <= Truth && Truth <= response.Anchored.High;

    private static List<(double Jury, double Spread, double Label)> Answers(int seed, int count)
    {
        var normal = Ratings.Normals((ulong)seed);
        return
        [
            .. Enumerable.Range(0, count).Select(i =>
            {
                var hard = i % 5 == 0;
                var label = Truth + 0.8 * normal();
                return (label + 0.6 + (hard ? 0.8 : 0.1) * normal(), Math.Abs((hard ? 0.9 : 0.2) + 0.1 * normal()), label);
            }),
        ];
    }

    /// <param name="answers">All answers.</param>
    /// <param name="draw">The labelled ones; probability 0 where all are as likely.</param>
    private static EstimateAnchoredResponse Anchored(List<(double Jury, double Spread, double Label)> answers, Dictionary<int, double> draw)
    {
        var request = new EstimateAnchoredRequest();
        for (var i = 0; i < answers.Count; i++)
        {
            if (!draw.TryGetValue(i, out var inclusion))
            {
                request.JudgedUnlabelled.Add(answers[i].Jury);
                continue;
            }
            request.JudgedLabelled.Add(answers[i].Jury);
            request.Labels.Add(answers[i].Label);
            if (inclusion > 0) request.Inclusion.Add(inclusion);
        }
        using var heavy = new HeavyWork();
        return new StatisticsRpc(heavy).EstimateAnchored(request, new CallContext()).GetAwaiter().GetResult();
    }

    private static Google.Protobuf.Collections.RepeatedField<ChosenLabel> Choose(ChooseLabelsRequest request)
    {
        using var heavy = new HeavyWork();
        return new StatisticsRpc(heavy).ChooseLabels(request, new CallContext()).GetAwaiter().GetResult().Chosen;
    }
}
