using System.CommandLine;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Cli.Commands.Stats;

/// <summary>What standings take as drawn at random, as an option.</summary>
internal static class DrawnOption
{
    private static readonly Dictionary<string, Drawn> Names = new(StringComparer.Ordinal) { ["instances"] = Drawn.Instances, ["benchmarks"] = Drawn.Benchmarks, ["both"] = Drawn.Both };

    public static Option<string?> Option()
    {
        var option = new Option<string?>("--drawn") { Description = "What is thought of as drawn at random (else instances)", HelpName = string.Join('|', Names.Keys) };
        option.AcceptOnlyFromAmong([.. Names.Keys]);
        return option;
    }

    public static Drawn Read(string? name) => name is null ? Drawn.Unspecified : Names[name];

    public static string Name(Drawn drawn) => Names.FirstOrDefault(n => n.Value == drawn).Key ?? "nothing stated";
}
