using System.Runtime.CompilerServices;
using Xunit;

namespace MedHelm.Tests.Functional.EndToEnd;

/// <summary>Compares with a file of the repository. UPDATE_GOLDEN=1 writes the file anew; read the difference before committing it.</summary>
internal static class Golden
{
    public static void Matches(string actual, string fileName, [CallerFilePath] string testFile = "")
    {
        var file = Path.Combine(Path.GetDirectoryName(testFile)!, fileName);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1") File.WriteAllText(file, actual);
        Assert.Equal(File.ReadAllText(file), actual);
    }
}
