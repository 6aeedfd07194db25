using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Cli.Commands.Stats.Paper;

/// <summary>The table of some benchmarks, aggregated by some conventions.</summary>
/// <param name="Set">Benchmarks that are in it, such as "37".</param>
/// <param name="Response">The aggregates, which name their conventions.</param>
internal sealed record Aggregated(string Set, AggregateResponse Response)
{
    /// <summary>As MedHELM publishes it, then every other convention of wins and divisors, both ways of rescaling among them.</summary>
    public static IReadOnlyList<Conventions> Asked { get; } =
    [
        new(),
        Of(WinConvention.Strict, Deviation.Population, Deviation.Sample, Rescaling.Range),
        Of(WinConvention.Strict, Deviation.Sample, Deviation.Population, Rescaling.Range),
        Of(WinConvention.TiesHalf, Deviation.Population, Deviation.Sample, Rescaling.Maximum),
        Of(WinConvention.TiesHalf, Deviation.Sample, Deviation.Population, Rescaling.Maximum),
        Of(WinConvention.AtLeast, Deviation.Population, Deviation.Sample, Rescaling.Range),
        Of(WinConvention.AtLeast, Deviation.Sample, Deviation.Population, Rescaling.Range),
    ];

    public Conventions Conventions => Response.Conventions;

    public ModelAggregate? Model(string model) => Response.Models.FirstOrDefault(m => m.Model == model);

    public static string Name(WinConvention wins) => wins switch { WinConvention.Strict => "strict", WinConvention.AtLeast => "at least", _ => "ties half" };

    public static string Name(Deviation divisor) => divisor == Deviation.Population ? "n" : "n - 1";

    public static string Name(Rescaling rescaling) => rescaling == Rescaling.Maximum ? "marks / 5" : "(marks - 1) / 4";

    private static Conventions Of(WinConvention wins, Deviation winDivisor, Deviation macroDivisor, Rescaling rescaling) =>
        new() { WinRate = wins, WinSd = wins, WinSdDivisor = winDivisor, MacroSdDivisor = macroDivisor, Rescaling = rescaling };
}
