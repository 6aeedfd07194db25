using System.Globalization;
using MedHelm.Scoring.Statistics.Resampling;
using MedHelm.Testing.RealData;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring.Escalation;

/// <summary>
/// A cascade over MedHELM's published jury ratings, which are means of three jurors' whole marks. The marks themselves are not published. They are
/// taken apart again, once into the most concordant ones (13 / 3 is 4, 4 and 5) and once, by chance, into any whole marks that have the mean; a seed says
/// which juror gave which.
/// </summary>
public sealed class CascadeRealDataTests
{
    private static readonly string[] Criteria = ["llm_accuracy", "llm_completeness", "llm_clarity"];

    /// <param name="concordant">Whether marks are the most concordant ones.</param>
    /// <param name="disagreement">The third juror is asked from this distance of the first two on.</param>
    /// <param name="sets">Which data sets.</param>
    /// <param name="answers">How many answers they have.</param>
    [RealDataTheory]
    [InlineData(true, 0.5, "aci_bench medi_qa", 56)]
    [InlineData(true, 0.5, "aci_bench medi_qa mtsamples_replicate", 74)]
    [InlineData(false, 4 / 3.0, "aci_bench medi_qa", 56)]
    [InlineData(false, 4 / 3.0, "aci_bench medi_qa mtsamples_replicate", 74)]
    public void The_shift_stays_inside_what_the_answers_can_show_while_a_quarter_of_the_calls_is_saved(bool concordant, double disagreement, string sets, int answers)
    {
        var sums = Sums(sets.Split(' '));
        Assert.Equal(answers, sums.Count);
        foreach (var seed in Enumerable.Range(0, 200))
        {
            var random = new RandomStream((ulong)seed, 3, 3);
            List<double[]> jurors = [];
            foreach (var answer in sums) jurors.Add(Jurors(answer, concordant, ref random));

            var measured = Cascade.Over(jurors, disagreement);

            Assert.Equal(sums.Average(answer => answer.Average() / 3), jurors.Average(said => said.Average()), 1e-9);
            Assert.True(measured.SavedCalls >= 0.25, $"seed {seed} saves {measured.SavedCalls}");
            Assert.True(Math.Abs(measured.Shift.Value) < Cascade.MinimalDetectable(jurors), $"seed {seed} shifts by {measured.Shift.Value}, inside {Cascade.MinimalDetectable(jurors)}");
        }
    }

    private static double[] Jurors(int[] sums, bool concordant, ref RandomStream random)
    {
        var jurors = new double[3];
        foreach (var sum in sums)
        {
            List<int[]> splits = [];
            for (var a = 1; a <= 5; a++)
                for (var b = 1; b <= 5; b++)
                    if (sum - a - b is >= 1 and <= 5 and var c && (!concordant || Math.Max(a, Math.Max(b, c)) - Math.Min(a, Math.Min(b, c)) <= 1)) splits.Add([a, b, c]);
            var marks = splits[random.Next(splits.Count)];
            for (var juror = 0; juror < 3; juror++) jurors[juror] += marks[juror] / 3.0;
        }
        return jurors;
    }

    private static List<int[]> Sums(string[] sets) =>
    [
        .. CsvTable.Rows(RealDataFolder.File("paper", "clinician_and_jury_ratings.csv"))
            .Where(row => sets.Contains(row["dataset_name"]))
            .DistinctBy(row => row["dataset_name"] + "/" + row["instance_id"])
            .Select(row => Criteria.Select(criterion => (int)Math.Round(3 * double.Parse(row[criterion], CultureInfo.InvariantCulture))).ToArray()),
    ];
}
