namespace MedHelm.Cli.Commands.Stats.Paper;

/// <summary>Figures that were published together, and what they are by every reading.</summary>
internal sealed record Claim(string Name, string Source, IReadOnlyList<Figure> Figures, IReadOnlyList<Reading> Readings)
{
    public bool Fits(Reading reading, int figure) => reading.Values[figure] is { } value && Figures[figure].IsRounded(value);

    public int Fitting(Reading reading) => Enumerable.Range(0, Figures.Count).Count(figure => Fits(reading, figure));

    /// <summary>Readings that give every figure, rounded.</summary>
    public IEnumerable<Reading> Reproducing => Readings.Where(reading => Fitting(reading) == Figures.Count);

    /// <summary>Readings that give every figure only when decimals of some are cut off rather than rounded.</summary>
    public IEnumerable<Reading> CutOff => Readings.Where(reading =>
        Fitting(reading) < Figures.Count && Enumerable.Range(0, Figures.Count).All(figure => Fits(reading, figure) || (reading.Values[figure] is { } value && Figures[figure].IsCutOff(value))));

    /// <summary>The reading that gives the most figures, of several the one closest to them; null without any value.</summary>
    public Reading? Nearest => Readings.Where(reading => reading.Values.Any(value => value is not null)).OrderByDescending(Fitting).ThenBy(Distance).FirstOrDefault();

    private double Distance(Reading reading) => Figures.Zip(reading.Values).Sum(pair => pair.Second is { } value ? Math.Abs(value - pair.First.Value) : 0);
}
