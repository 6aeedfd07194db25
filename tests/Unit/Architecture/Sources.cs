using System.Xml.Linq;
using MedHelm.Testing.Processes;

namespace MedHelm.Tests.Unit.Architecture;

/// <summary>The repository's own files, without what was built from them.</summary>
internal static class Sources
{
    private static readonly string[] Left = ["artifacts", "obj", "bin", "node_modules", ".git"];

    public static IReadOnlyList<string> All(string pattern, params string[] folders) =>
    [
        .. folders.SelectMany(folder => Directory.EnumerateFiles(SolutionPaths.File(folder), pattern, SearchOption.AllDirectories))
            .Where(file => !Path.GetRelativePath(SolutionPaths.Root, file).Split('/', '\\').Any(part => Left.Contains(part)))
            .Order(StringComparer.Ordinal),
    ];

    public static string Relative(string file) => Path.GetRelativePath(SolutionPaths.Root, file).Replace('\\', '/');

    /// <summary>Names of the projects and packages a project names itself.</summary>
    public static (IReadOnlySet<string> Projects, IReadOnlySet<string> Packages) References(string project)
    {
        var xml = XDocument.Load(project);
        return (Names("ProjectReference", include => Path.GetFileNameWithoutExtension(include.Replace('\\', '/'))), Names("PackageReference", include => include));

        HashSet<string> Names(string element, Func<string, string> name) =>
            [.. xml.Descendants(element).Select(e => name(e.Attribute("Include")?.Value ?? "")).Where(n => n.Length > 0)];
    }
}
