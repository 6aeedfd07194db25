namespace MedHelm.Testing.RealData;

/// <summary>The folder of real data sets, which are never part of the repository: the variable MEDHELM_TEST_DATA names it.</summary>
public static class RealDataFolder
{
    public const string Variable = "MEDHELM_TEST_DATA";

    /// <summary>Null where none is named.</summary>
    public static string? Path => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? folder : null;

    /// <summary>Null when a folder is named, else why a test on real data cannot run.</summary>
    public static string? Missing => Path is null ? $"{Variable} is not set: name the folder of real data to run this test." : null;

    /// <summary>A file by its path inside the folder.</summary>
    public static string File(params string[] parts)
    {
        var file = System.IO.Path.Combine([Path ?? throw new InvalidOperationException(Missing), .. parts]);
        return System.IO.File.Exists(file) || Directory.Exists(file)
            ? file
            : throw new FileNotFoundException($"{file} is not there; {Variable} must name the folder of real data.", file);
    }
}
