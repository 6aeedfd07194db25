using System.Text;
using MedHelm.Cli.Standings;
using MedHelm.Contracts.Reporting.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Cli;

public sealed class LeaderboardsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("medhelm-cli-").FullName;

    [Fact]
    public async Task The_file_is_plain_utf8_proto_json_ending_in_a_newline()
    {
        var board = Boards.Of(2, 3);
        var path = Path.Combine(folder, "deep", "board.json");

        await Leaderboards.WriteJsonAsync(board, path);

        var bytes = await File.ReadAllBytesAsync(path);
        Assert.Equal((byte)'{', bytes[0]);
        Assert.EndsWith("}\n", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        Assert.DoesNotContain((byte)'\r', bytes);
        Assert.Equal(board, Leaderboard.Parser.ParseJson(Encoding.UTF8.GetString(bytes)));
    }

    [Fact]
    public async Task The_same_leaderboard_gives_the_same_bytes_over_an_older_file()
    {
        var (first, second) = (Path.Combine(folder, "a.json"), Path.Combine(folder, "b.json"));
        await File.WriteAllTextAsync(second, new string('x', 100_000));

        await Leaderboards.WriteJsonAsync(Boards.Of(2, 3), first);
        await Leaderboards.WriteJsonAsync(Boards.Of(2, 3).Clone(), second);

        Assert.Equal(await File.ReadAllBytesAsync(first), await File.ReadAllBytesAsync(second));
        Assert.Equal(2, Directory.GetFiles(folder).Length);
    }

    [Fact]
    public async Task A_write_that_is_stopped_leaves_the_older_file_and_no_draft()
    {
        var path = Path.Combine(folder, "board.json");
        await File.WriteAllTextAsync(path, "older");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Leaderboards.WriteJsonAsync(Boards.Of(1, 1), path, new CancellationToken(canceled: true)));

        Assert.Equal("older", await File.ReadAllTextAsync(path));
        Assert.Single(Directory.GetFiles(folder));
    }

    [Fact]
    public async Task A_folder_in_the_files_place_is_an_error_and_leaves_no_draft()
    {
        var path = Directory.CreateDirectory(Path.Combine(folder, "board.json")).FullName;

        await Assert.ThrowsAnyAsync<Exception>(() => Leaderboards.WriteJsonAsync(Boards.Of(1, 1), path));

        Assert.Empty(Directory.GetFiles(folder));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
