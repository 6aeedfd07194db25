namespace MedHelm.Testing.Servers;

/// <summary>Finds installed server programs, and says what to install when there is none.</summary>
internal static class ServerProgram
{
    /// <summary>The first of these paths or names on the PATH that exists.</summary>
    public static string Find(string package, params IEnumerable<string> candidates)
    {
        var tried = candidates.ToList();
        return tried.SelectMany(Expand).FirstOrDefault(File.Exists)
            ?? throw new ServerMissingException(package, tried);
    }

    private static IEnumerable<string> Expand(string candidate) => Path.IsPathRooted(candidate)
        ? [candidate]
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin").Select(folder => Path.Combine(folder, candidate));
}
