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
        // The plan names the commit that made it.
        var actual = Installation.Json(new Leaderboard(leaderboard) { PlanDigest = "of this commit" });
        var file = Path.Combine(Path.GetDirectoryName(testFile)!, fileName);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1") File.WriteAllText(file, actual);
        Assert.Equal(File.ReadAllText(file), actual);
    }
}
