using MedHelm.Standalone;
using MedHelm.Testing.Processes;
using Xunit;

namespace MedHelm.Tests.Unit.Standalone;

public sealed class DataFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = TemporaryFolder.Create("data");

    [Fact]
    public void A_folder_that_is_held_is_said_to_be_in_use()
    {
        using var held = DataFolder.Open(folder.Path);

        Assert.Contains("in use by another", Assert.Throws<IOException>(() => DataFolder.Open(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_free_again_can_be_opened()
    {
        DataFolder.Open(folder.Path).Dispose();

        using var again = DataFolder.Open(folder.Path);
        Assert.Equal(folder.Path, again.Path);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_to_is_not_said_to_be_in_use()
    {
        // Links into nowhere stop even the super-user, whom permissions do not.
        File.CreateSymbolicLink(folder.File("in-use"), folder.File("nowhere/file"));

        AssertNotWritable(folder.Path);
    }

    [Fact]
    public void A_lock_that_may_not_be_opened_is_not_said_to_be_in_use()
    {
        Directory.CreateDirectory(folder.File("in-use"));

        AssertNotWritable(folder.Path);
    }

    [Fact]
    public void A_file_in_the_place_of_the_folder_is_not_said_to_be_in_use()
    {
        File.WriteAllText(folder.File("file"), "");

        AssertNotWritable(folder.File("file"));
    }

    public void Dispose() => folder.Dispose();

    private static void AssertNotWritable(string path)
    {
        var error = Assert.Throws<IOException>(() => DataFolder.Open(path));

        Assert.Contains($"'{path}' cannot be written to", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("another MedHelm process", error.Message, StringComparison.Ordinal);
    }
}
