using System.Security.Cryptography;
using Google.Protobuf;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Inference.Bundles;

/// <summary>What an answer is checked against on its way between installations.</summary>
internal static class AnswerHash
{
    /// <summary>Lower-case hex SHA-256 of the deterministic serialization.</summary>
    public static string Of(ArchivedCompletion completion)
    {
        var bytes = new byte[completion.CalculateSize()];
        using var output = new CodedOutputStream(bytes) { Deterministic = true };
        completion.WriteTo(output);
        output.CheckNoSpaceLeft();
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }
}
