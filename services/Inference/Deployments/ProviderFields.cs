using System.Text.RegularExpressions;
using MedHelm.Inference.Providers.Bedrock;
using MedHelm.Inference.Providers.OpenAi;

namespace MedHelm.Inference.Deployments;

/// <summary>Reads what deployments of one provider have and others have not: address, credentials, versions.</summary>
internal static partial class ProviderFields
{
    private static readonly string[] LimitFields = ["max_tokens", "max_completion_tokens"];

    public static DeploymentDefinition Read(DeploymentDefinition common, ProviderKind kind, YamlFields fields)
    {
        var definition = common with { BaseUrl = Address(kind, fields) };
        return kind.Name switch
        {
            "openai" or "openai-responses" => OpenAi(definition, fields),
            "anthropic" => Anthropic(definition, fields.Map("anthropic")),
            "bedrock" => Bedrock(definition, fields),
            _ => definition,
        };
    }

    /// <summary>Where a credential is found. Neither file nor complaints ever hold the credential itself.</summary>
    public static ApiKeySource Credential(YamlFields? fields, string name)
    {
        if (fields is null) return ApiKeySource.None;
        fields.RefuseUnknown(["env", "file"]);
        var source = new ApiKeySource(fields.Text("env"), fields.Text("file"));
        if (source.Environment is null == source.File is null)
            fields.Complain("env", $"{name} must name either env: VARIABLE or file: PATH; the key itself never stands in this file.");
        return source;
    }

    public static string MaxTokensField(YamlFields fields)
    {
        var name = fields.Text("max_tokens_field") ?? "max_tokens";
        if (!LimitFields.Contains(name, StringComparer.Ordinal) && OpenAiFields.Reserved.Contains(name, StringComparer.Ordinal))
            fields.Complain("max_tokens_field", $"'{name}' means something else to the provider.");
        return name;
    }

    private static Uri? Address(ProviderKind kind, YamlFields fields)
    {
        var text = kind.KnownAddress ? fields.Text("base_url") : fields.Required("base_url");
        if (string.IsNullOrEmpty(text)) return null;
        if (Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && text.AsSpan().IndexOfAny('?', '#') < 0 && url.UserInfo.Length == 0) return url;
        fields.Complain("base_url", $"must be an http or https address without query and user, {kind.AddressHint}.");
        return null;
    }

    private static DeploymentDefinition OpenAi(DeploymentDefinition definition, YamlFields fields)
    {
        var azure = fields.Map("azure");
        azure?.RefuseUnknown(["api_version"]);
        var version = azure?.Required("api_version") ?? "";
        if (version.Length > 0 && !Version().IsMatch(version)) azure!.Complain("api_version", $"must be a date such as 2024-10-21, was '{version}'.");
        var auth = fields.Text("auth") ?? (azure is null ? "bearer" : "api-key");
        if (auth is not ("bearer" or "api-key")) fields.Complain("auth", $"must be bearer or api-key, was '{auth}'.");
        return definition with { AzureApiVersion = version, KeyInOwnHeader = auth == "api-key" };
    }

    private static DeploymentDefinition Anthropic(DeploymentDefinition definition, YamlFields? fields)
    {
        fields?.RefuseUnknown(["beta"]);
        var beta = fields?.Texts("beta") ?? [];
        if (beta.FirstOrDefault(name => !FeatureName().IsMatch(name)) is { } wrong) fields!.Complain("beta", $"must list names such as context-1m-2025-08-07, was '{wrong}'.");
        return definition with { AnthropicBeta = [.. beta.Order(StringComparer.Ordinal)] };
    }

    private static DeploymentDefinition Bedrock(DeploymentDefinition definition, YamlFields fields)
    {
        if (fields.Map("bedrock") is not { } own)
        {
            fields.Complain("bedrock", "is missing: {region: ...}, with access_key_id and secret_access_key where there is no api_key.");
            return definition;
        }
        own.RefuseUnknown(["region", "access_key_id", "secret_access_key", "session_token"]);
        var aws = new AwsAccess
        {
            Region = own.Required("region"),
            AccessKeyId = Credential(own.Map("access_key_id"), "access_key_id"),
            SecretAccessKey = Credential(own.Map("secret_access_key"), "secret_access_key"),
            SessionToken = Credential(own.Map("session_token"), "session_token"),
        };
        // It becomes part of a host's name.
        if (aws.Region.Length > 0 && !Region().IsMatch(aws.Region)) own.Complain("region", "must be a region's name such as us-east-1.");
        var signs = own.Map("access_key_id") is not null && own.Map("secret_access_key") is not null;
        if (signs == (fields.Map("api_key") is not null)) own.Complain("access_key_id", "bedrock needs either api_key, or access_key_id with secret_access_key.");
        return definition with { Aws = aws };
    }

    [GeneratedRegex(@"^[0-9a-z.-]{1,40}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Version();

    [GeneratedRegex(@"^[0-9A-Za-z._-]{1,80}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex FeatureName();

    [GeneratedRegex(@"^[a-z]{2}(-[a-z0-9]{1,20}){1,4}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Region();
}
