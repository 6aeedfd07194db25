namespace MedHelm.Cli.Connection;

/// <summary>Where the gateway's gRPC port is, and who said so.</summary>
internal sealed record GatewayAddress(Uri Uri, string Origin)
{
    public const string Variable = "MEDHELM_ADDRESS";
    public const string Default = "http://127.0.0.1:5081";

    public bool FromOption => Origin == OptionOrigin;

    /// <summary>The address with any credentials in it masked; the only form that is ever printed.</summary>
    public string Display => Uri.UserInfo.Length == 0
        ? Uri.GetLeftPart(UriPartial.Authority)
        : $"{Uri.Scheme}://***@{Uri.Authority}";

    /// <summary>What a command that is proposed must say of the address to reach the same place; empty where the default does.</summary>
    public string AsOption => FromOption ? $" --address {Display}" : "";

    private const string OptionOrigin = "--address";

    public static GatewayAddress Resolve(string? option, Func<string, string?> variable)
    {
        if (!string.IsNullOrWhiteSpace(option))
            return Parse(option, OptionOrigin);
        return variable(Variable) is { } value && !string.IsNullOrWhiteSpace(value)
            ? Parse(value, Variable)
            : new(new Uri(Default), "default");
    }

    private static GatewayAddress Parse(string text, string origin) =>
        Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0
            ? new(uri, origin)
            : throw new CommandFailure(
                ExitCodes.BadUsage,
                $"{origin} is not an address: it must look like {Default} (http or https, host, port)");
}
