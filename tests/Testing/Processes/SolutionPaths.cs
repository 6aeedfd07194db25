using System.Reflection;

namespace MedHelm.Testing.Processes;

/// <summary>Where the sources and the built programs are, seen from a running test.</summary>
public static class SolutionPaths
{
    private const string SolutionFile = "MedHelm.Services.sln";

    /// <summary>The folder of the solution file.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The program a project was built to, in the same artifacts folder and configuration as the running test.</summary>
    public static string Program(string project)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory);
        var bin = configuration.Parent?.Parent
            ?? throw new InvalidOperationException($"{AppContext.BaseDirectory} is no artifacts folder of the form bin/PROJECT/CONFIGURATION.");
        var program = Path.Combine(bin.FullName, project, configuration.Name, $"MedHelm.{project}.dll");
        return System.IO.File.Exists(program)
            ? program
            : throw new FileNotFoundException($"{program} is not there: build the whole solution, or reference {project} from the test project.", program);
    }

    /// <summary>A file or folder by its path from the solution's folder.</summary>
    public static string File(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, SolutionFile))) return folder.FullName;
        }
        var built = typeof(SolutionPaths).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(data => data.Key == "SolutionRoot").Value;
        return built is not null && System.IO.File.Exists(Path.Combine(built, SolutionFile))
            ? built
            : throw new DirectoryNotFoundException($"{SolutionFile} is neither above {AppContext.BaseDirectory} nor in {built}.");
    }
}
