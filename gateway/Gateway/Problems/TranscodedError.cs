using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;

namespace MedHelm.Gateway.Problems;

/// <summary>Reads the error that JSON transcoding answers with: a google.rpc.Status as JSON.</summary>
internal static class TranscodedError
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default
        .WithIgnoreUnknownFields(ignoreUnknownFields: true)
        .WithTypeRegistry(TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor)));

    /// <summary>The problem it tells of; what cannot be read becomes one that says only the HTTP status.</summary>
    public static Problem Read(byte[] json, int httpStatus)
    {
        try
        {
            return Problem.Of(Parser.Parse<Google.Rpc.Status>(Encoding.UTF8.GetString(json)), httpStatus);
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidOperationException or InvalidJsonException)
        {
            return Problem.Of(httpStatus, "The service gave no further account of the error; its log may.");
        }
    }
}
