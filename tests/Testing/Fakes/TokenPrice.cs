namespace MedHelm.Testing.Fakes;

/// <summary>
/// What the fake provider bills, in US dollars per million tokens. Its own sum, so that an invoice checks the product's and does
/// not repeat it.
/// </summary>
public sealed record TokenPrice(decimal Input, decimal Output)
{
    public static readonly TokenPrice Free = new(0, 0);

    /// <summary>Cost of one reply in billionths of a US dollar, rounded once.</summary>
    public long NanoUsd(int inputTokens, int outputTokens) =>
        decimal.ToInt64(decimal.Round((Input * inputTokens + Output * outputTokens) * 1000, MidpointRounding.AwayFromZero));
}
