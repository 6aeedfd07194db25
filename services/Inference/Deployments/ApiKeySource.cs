namespace MedHelm.Inference.Deployments;

/// <summary>Where a credential is read, at each call, so that a rotated key needs no restart. The key itself is never kept or shown.</summary>
internal sealed record ApiKeySource(string? Environment, string? File)
{
    public static readonly ApiKeySource None = new(null, null);

    /// <summary>The key; null when none is configured.</summary>
    /// <exception cref="InvalidOperationException">It is configured and not there; the message says where it was looked for.</exception>
    public string? Read()
    {
        var key = Find();
        return key is null || key.All(c => c is >= '!' and <= '~')
            ? key
            : throw new InvalidOperationException($"The API key in {(Environment is null ? $"the file '{File}'" : $"the environment variable {Environment}")} holds characters that no key has (blanks, line breaks or accents).");
    }

    private string? Find()
    {
        if (Environment is not null)
            return System.Environment.GetEnvironmentVariable(Environment) is { Length: > 0 } key
                ? key.Trim()
                : throw new InvalidOperationException($"The environment variable {Environment} is not set; put the API key there.");
        if (File is null) return null;
        return System.IO.File.Exists(File)
            ? System.IO.File.ReadAllText(File).Trim()
            : throw new InvalidOperationException($"The key file '{File}' does not exist; put the API key there.");
    }

    /// <summary>Why the key cannot be read; empty when it can, or none is needed.</summary>
    public string Problem()
    {
        try
        {
            Read();
            return "";
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }
}
