using MedHelm.Contracts.Scoring.V1;
using MedHelm.Contracts.Trust.V1;
using MedHelm.Testing.RealData;
using Xunit;

namespace MedHelm.Tests.Unit.Judging.Reviews;

/// <summary>MedHELM's published ratings go in as they are, and the certificate of its jury comes out, with Scoring's own numbers.</summary>
public sealed class PublishedRatingsRealDataTests() : ReviewsOnSqlite(new RealStatistics())
{
    [RealDataTheory]
    [InlineData("aci_bench medi_qa", 56, 0.4745, 0.1035, 0.6919)]
    [InlineData("", 74, 0.2764, null, null)]
    public async Task The_certificate_has_the_agreement_that_was_computed_independently(string benchmarks, int answers, double icc, double? low, double? high)
    {
        var csv = await File.ReadAllTextAsync(RealDataFolder.File("paper", "clinician_and_jury_ratings.csv"));
        var set = (await Service.ImportRatings(new ImportRatingsRequest { SetId = "published", Csv = csv }, Call)).RatingSet;
        Assert.Equal((132, 74, 17, true), (set.Ratings, set.Answers, set.Raters, set.WithJury));

        var certificate = (await Service.CertifyRatings(new CertifyRatingsRequest { Name = set.Name, Benchmarks = { benchmarks.Split(' ', StringSplitOptions.RemoveEmptyEntries) } }, Call)).Certificate;

        var agreement = certificate.Measures.JuryAndClinicians.Single(estimate => estimate.Form == IccForm.TwoWayMixedMean).ByF;
        Assert.Equal((true, answers), (certificate.Certified, certificate.Measures.Labelled));
        Assert.Equal(icc, agreement.Value, 1e-3);
        if (low is { } lowest) Assert.Equal(lowest, agreement.Low, 1e-3);
        if (high is { } highest) Assert.Equal(highest, agreement.High, 1e-3);
        Assert.True(agreement.Low < icc && agreement.High > icc);
    }
}
