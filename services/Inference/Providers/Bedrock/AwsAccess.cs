using MedHelm.Inference.Deployments;

namespace MedHelm.Inference.Providers.Bedrock;

/// <summary>Region and signing keys of AWS. The keys are none where a Bedrock API key takes their place.</summary>
internal sealed record AwsAccess
{
    public required string Region { get; init; }

    public ApiKeySource AccessKeyId { get; init; } = ApiKeySource.None;

    public ApiKeySource SecretAccessKey { get; init; } = ApiKeySource.None;

    /// <summary>For temporary keys; else none.</summary>
    public ApiKeySource SessionToken { get; init; } = ApiKeySource.None;

    /// <summary>The keys as they are now; null when none are configured.</summary>
    /// <exception cref="InvalidOperationException">They are configured and not there.</exception>
    public AwsKeys? Read() => AccessKeyId.Read() is { } id && SecretAccessKey.Read() is { } secret ? new AwsKeys(id, secret, SessionToken.Read()) : null;

    /// <summary>Why the keys cannot be read; empty when they can, or none are needed.</summary>
    public string Problem() =>
        new[] { AccessKeyId, SecretAccessKey, SessionToken }.Select(source => source.Problem()).FirstOrDefault(problem => problem.Length > 0) ?? "";
}
