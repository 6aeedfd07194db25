using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Inference.Money.Quoting;

/// <summary>A number with its bounds: low, best guess, high.</summary>
internal sealed record Interval(long Low, long Expected, long High)
{
    public static Interval Exactly(long value) => new(value, value, value);

    public QuoteInterval ToProto() => new() { Low = Low, Expected = Expected, High = High };
}
