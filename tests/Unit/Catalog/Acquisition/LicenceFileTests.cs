using MedHelm.Catalog.Acquisition;
using MedHelm.Catalog.Datasets;
using Xunit;

namespace MedHelm.Tests.Unit.Catalog.Acquisition;

public sealed class LicenceFileTests : IDisposable
{
    private static readonly AcceptedLicence Accepted = new("Terms of 2024", "Grace", new(2025, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly DataDesk desk = new DataDesk().DefineFile("notes", null, null);

    private DatasetFolder Folder => desk.Files("notes").Folder;

    public void Dispose() => desk.Dispose();

    [Fact]
    public void An_acceptance_is_read_as_it_was_written()
    {
        Assert.Null(LicenceFile.Read(Folder, Accepted.Licence));

        LicenceFile.Write(Folder, Accepted);

        Assert.Equal(Accepted, LicenceFile.Read(Folder, Accepted.Licence));
    }

    [Fact]
    public void An_acceptance_of_other_terms_is_none()
    {
        LicenceFile.Write(Folder, Accepted);

        Assert.Null(LicenceFile.Read(Folder, "Terms of 2025"));
    }

    [Fact]
    public void Data_from_another_folder_has_an_acceptance_of_its_own()
    {
        var other = BenchmarkFiles.Of(desk.Catalog, "notes", desk.Root, "other/notes").Folder;

        LicenceFile.Write(other, Accepted);

        Assert.Equal(["other/notes/.medhelm/licence.json"], desk.Everything());
        Assert.Null(LicenceFile.Read(Folder, Accepted.Licence));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("""{"licence": "Terms of 2024"}""")]
    [InlineData("""{"licence": null, "accepted_by": "x", "accepted_at": "2025-01-02T03:04:05Z"}""")]
    public void A_broken_record_is_refused_with_what_to_do(string text)
    {
        desk.Put("notes/.medhelm/licence.json", System.Text.Encoding.UTF8.GetBytes(text));

        var error = Assert.Throws<DatasetException>(() => LicenceFile.Read(Folder, Accepted.Licence));

        Assert.Contains("medhelm datasets accept", error.Message, StringComparison.Ordinal);
    }
}
