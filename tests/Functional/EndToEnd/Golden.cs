using System.Runtime.CompilerServices;
using MedHelm.Contracts.Reporting.V1;
using MedHelm.Testing.Installations;
using Xunit;

namespace MedHelm.Tests.Functional.EndToEnd;

/// <summary>Compares with a file of the repository. UPDATE_GOLDEN=1 writes the file anew; read the difference before committing it.</summary>
internal static class Golden
{
    public static void Matches(Leaderboard leaderboard, string fileName, [CallerFilePath] string testFile = "")
    {
        var actual = Installation.Json(Lasting(leaderboard));
        var file = Path.Combine(Path.GetDirectoryName(testFile)!, fileName);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1") File.WriteAllText(file, actual);
        Assert.Equal(File.ReadAllText(file), actual);
    }

    // What is known about trust changes as labels arrive, and is not stored.
    private static Leaderboard Lasting(Leaderboard leaderboard)
    {
        // The plan names the commit that made it.
        var lasting = new Leaderboard(leaderboard) { PlanDigest = "of this commit" };
        foreach (var column in lasting.Columns) column.Trust = null;
        foreach (var cell in lasting.Rows.SelectMany(row => row.Cells)) (cell.Uncertified, cell.Anchored) = (false, null);
        foreach (var notice in lasting.Notices.Where(notice => notice.StartsWith("Uncertified jury scores", StringComparison.Ordinal)).ToList()) lasting.Notices.Remove(notice);
        return lasting;
    }
}
