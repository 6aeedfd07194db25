namespace MedHelm.Inference.Providers.Bedrock;

/// <summary>Keys that sign a request. No record: its text would show them.</summary>
internal sealed class AwsKeys(string accessKeyId, string secretAccessKey, string? sessionToken)
{
    public string AccessKeyId { get; } = accessKeyId;

    public string SecretAccessKey { get; } = secretAccessKey;

    /// <summary>Null for lasting keys.</summary>
    public string? SessionToken { get; } = sessionToken;
}
