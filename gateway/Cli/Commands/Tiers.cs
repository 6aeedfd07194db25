using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Cli.Commands;

internal static class Tiers
{
    public static string Name(DataTier tier) => tier switch
    {
        DataTier.Public => "public",
        DataTier.Gated => "gated",
        DataTier.Private => "private",
        _ => "unknown",
    };
}
