using System.Globalization;

namespace MedHelm.Cli.Commands.Benchmarks;

/// <summary>Lowest and highest mark of a jury, written as "0-5".</summary>
internal sealed record MarkScale(int Min, int Max)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Min}-{Max}");
}
