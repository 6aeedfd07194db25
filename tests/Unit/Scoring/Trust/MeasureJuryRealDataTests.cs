using System.Globalization;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Testing.RealData;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring.Trust;

/// <summary>MedHELM's jury and clinicians from the published ratings, against values computed independently of this code.</summary>
public sealed class MeasureJuryRealDataTests
{
    [RealDataTheory]
    [InlineData("aci_bench", 31, 0.3076, -0.4359, 0.6662, 0.2780)]
    [InlineData("medi_qa", 25, 0.6248, 0.1486, 0.8347, 0.6243)]
    [InlineData("mtsamples_replicate", 18, -1.1949, -4.8676, 0.1790, -0.9279)]
    [InlineData("aci_bench medi_qa", 56, 0.4745, 0.1035, 0.6919, 0.4690)]
    [InlineData("aci_bench medi_qa mtsamples_replicate", 74, 0.2764, -0.1491, 0.5443, 0.2628)]
    public void Jury_and_clinicians_agree_as_published(string sets, int answers, double value, double low, double high, double raw)
    {
        var measures = Juries.Measure(Request(sets.Split(' ')));

        Assert.Equal((answers, answers), (measures.Answers, measures.Labelled));
        var icc = measures.JuryAndClinicians.Single(estimate => estimate.Form == IccForm.TwoWayMixedMean).ByF;
        Assert.Equal(value, icc.Value, 5.1e-5);
        Assert.Equal(low, icc.Low, 5.1e-5);
        Assert.Equal(high, icc.High, 5.1e-5);
        Assert.Equal(raw, measures.JuryAndCliniciansRaw.Single(estimate => estimate.Form == IccForm.TwoWayMixedMean).ByF.Value, 5.1e-5);
    }

    [RealDataTheory]
    [InlineData("aci_bench", -0.0818)]
    [InlineData("medi_qa", -0.3429)]
    [InlineData("mtsamples_replicate", -0.75)]
    [InlineData("aci_bench medi_qa mtsamples_replicate", -0.152)]
    public void Clinicians_hardly_agree_among_themselves(string sets, double mean)
    {
        var ceiling = Juries.Measure(Request(sets.Split(' '))).Ceiling;
        Assert.Equal(mean, ceiling.MeanOfRaters.Value, 5.1e-4);
        Assert.True(ceiling.MeanOfRaters.Low < ceiling.MeanOfRaters.Value && ceiling.MeanOfRaters.Value < ceiling.MeanOfRaters.High);
        if (sets.Contains(' ', StringComparison.Ordinal)) Assert.Equal(58, ceiling.Answers);
    }

    [RealDataFact]
    public void Offset_kappa_and_raters_are_those_of_the_file()
    {
        var measures = Juries.Measure(Request("aci_bench", "medi_qa", "mtsamples_replicate"));
        Assert.Equal(4.5045 - 4.2590, measures.Offset.Value, 1.1e-4);
        Assert.Equal(0.1095, measures.Kappa.Value, 5.1e-5);
        Assert.Equal(17, measures.Raters);
        Assert.False(measures.EffectiveVotes.HasValue);
    }

    // The jurors' own marks are not published, only their means.
    private static MeasureJuryRequest Request(params string[] sets)
    {
        var request = new MeasureJuryRequest { Jurors = { new MeasuredJuror { Name = "unpublished" } }, Resampling = new() { Resamples = 200 } };
        var rows = CsvTable.Rows(RealDataFolder.File("paper", "clinician_and_jury_ratings.csv"))
            .Select(row => row.ToDictionary(cell => cell.Key.TrimStart('\ufeff'), cell => cell.Value, StringComparer.Ordinal))
            .Where(row => sets.Contains(row["dataset_name"]));
        foreach (var instance in rows.GroupBy(row => row["dataset_name"] + "/" + row["instance_id"]))
        {
            var answer = new JudgedAnswer { Item = instance.Key, Jury = instance.Average(row => Mean(row, "llm_")), Jurors = { new Rating() } };
            answer.Clinicians.Add(instance.Select(row => new ClinicianRating { Rater = row["username"], Value = Mean(row, "") }));
            request.Answers.Add(answer);
        }
        return request;
    }

    private static double Mean(Dictionary<string, string> row, string prefix) =>
        (Of(row, prefix + "accuracy") + Of(row, prefix + "completeness") + Of(row, prefix + "clarity")) / 3;

    private static double Of(Dictionary<string, string> row, string name) => double.Parse(row[name], CultureInfo.InvariantCulture);
}
