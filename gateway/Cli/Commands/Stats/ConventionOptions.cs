using System.CommandLine;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Cli.Commands.Stats;

/// <summary>How a table is aggregated, as options; what is not said is as MedHELM publishes it.</summary>
internal sealed class ConventionOptions
{
    private static readonly Dictionary<string, WinConvention> Wins = new(StringComparer.Ordinal)
    {
        ["ties-half"] = WinConvention.TiesHalf,
        ["strict"] = WinConvention.Strict,
        ["at-least"] = WinConvention.AtLeast,
    };

    private static readonly Dictionary<string, Deviation> Divisors = new(StringComparer.Ordinal) { ["population"] = Deviation.Population, ["sample"] = Deviation.Sample };

    private static readonly Dictionary<string, Rescaling> Rescalings = new(StringComparer.Ordinal) { ["range"] = Rescaling.Range, ["maximum"] = Rescaling.Maximum };

    private static readonly Dictionary<string, MissingCells> Rules = new(StringComparer.Ordinal)
    {
        ["skipped"] = MissingCells.Skipped,
        ["worst"] = MissingCells.Worst,
        ["left-out"] = MissingCells.BenchmarkLeftOut,
    };

    private readonly Option<string?> winRate = Choice("--win-rate", "What a tie counts in win rates (else ties-half)", Wins.Keys);
    private readonly Option<string?> winSd = Choice("--win-sd", "What a tie counts in the win SD (else strict)", Wins.Keys);
    private readonly Option<string?> winDivisor = Choice("--win-sd-divisor", "n or n - 1 in the win SD (else population)", Divisors.Keys);
    private readonly Option<string?> macroDivisor = Choice("--macro-sd-divisor", "n or n - 1 in the macro-average's SD (else sample)", Divisors.Keys);
    private readonly Option<string?> rescaling = Choice("--rescale", "How means come to 0..1 (else range)", Rescalings.Keys);
    private readonly Option<string?> missing = Choice("--missing", "What a model without a mean on a benchmark gets (else skipped)", Rules.Keys);

    public ConventionOptions(Command command)
    {
        foreach (var option in new[] { winRate, winSd, winDivisor, macroDivisor, rescaling, missing }) command.Options.Add(option);
    }

    public Conventions Read(ParseResult parse) => new()
    {
        WinRate = Chosen(parse, winRate, Wins),
        WinSd = Chosen(parse, winSd, Wins),
        WinSdDivisor = Chosen(parse, winDivisor, Divisors),
        MacroSdDivisor = Chosen(parse, macroDivisor, Divisors),
        Rescaling = Chosen(parse, rescaling, Rescalings),
        MissingCells = Chosen(parse, missing, Rules),
    };

    /// <summary>"win rate ties-half; win SD strict, population; macro SD sample; rescaled by range; missing cells skipped".</summary>
    public static string Describe(Conventions used) =>
        $"win rate {Name(Wins, used.WinRate)}; win SD {Name(Wins, used.WinSd)}, {Name(Divisors, used.WinSdDivisor)}; macro SD {Name(Divisors, used.MacroSdDivisor)}; rescaled by {Name(Rescalings, used.Rescaling)}; missing cells {Name(Rules, used.MissingCells)}";

    private static string Name<T>(Dictionary<string, T> names, T value) where T : struct, Enum => names.First(n => n.Value.Equals(value)).Key;

    private static T Chosen<T>(ParseResult parse, Option<string?> option, Dictionary<string, T> names) where T : struct, Enum =>
        parse.GetValue(option) is { } name ? names[name] : default;

    private static Option<string?> Choice(string name, string description, IEnumerable<string> values)
    {
        string[] all = [.. values];
        var option = new Option<string?>(name) { Description = description, HelpName = string.Join('|', all) };
        option.AcceptOnlyFromAmong(all);
        return option;
    }
}
