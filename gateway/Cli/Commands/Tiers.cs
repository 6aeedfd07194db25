using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Cli.Commands;

internal static class Tiers
{
    public static IReadOnlyList<string> Names { get; } = ["public", "gated", "private"];

    public static string Name(DataTier tier) => tier switch
    {
        DataTier.Public => "public",
        DataTier.Gated => "gated",
        DataTier.Private => "private",
        _ => "unknown",
    };

    /// <summary>The tier of one of the names.</summary>
    public static DataTier Of(string name) => name switch
    {
        "public" => DataTier.Public,
        "gated" => DataTier.Gated,
        _ => DataTier.Private,
    };
}
