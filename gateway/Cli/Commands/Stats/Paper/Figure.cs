namespace MedHelm.Cli.Commands.Stats.Paper;

/// <summary>A published number of some decimals.</summary>
internal sealed record Figure(string Subject, double Value, int Decimals)
{
    // Sums of binary fractions miss the end of a decimal interval by less than this.
    private const double Slack = 1e-9;

    private double Unit => Math.Pow(10, -Decimals);

    /// <summary>True when the value, rounded as the figure is, is the figure.</summary>
    public bool IsRounded(double value) => Math.Abs(value - Value) <= Unit / 2 + Slack;

    /// <summary>True when the value, cut off after the figure's decimals, is the figure.</summary>
    public bool IsCutOff(double value) => value >= Value - Slack && value < Value + Unit - Slack;
}
