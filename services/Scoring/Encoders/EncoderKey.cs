namespace MedHelm.Scoring.Encoders;

/// <summary>Where the endpoint's key is read, at each call, so that a rotated key needs no restart. The key itself is never kept or shown.</summary>
/// <param name="Variable">Environment variable that holds it, or none.</param>
/// <param name="File">File that holds it, or none.</param>
internal sealed record EncoderKey(string? Variable, string? File)
{
    /// <summary>The key; null when none is configured.</summary>
    /// <exception cref="EncoderException">It is configured and cannot be had; the message says where it was looked for.</exception>
    internal string? Read()
    {
        if (Variable is null && File is null) return null;
        var key = Variable is null ? FromFile() : Environment.GetEnvironmentVariable(Variable)?.Trim();
        if (string.IsNullOrEmpty(key)) throw new EncoderException($"The key of the encoder is not in {Place}; put it there.", passing: false);
        return key.All(c => c is >= '!' and <= '~')
            ? key
            : throw new EncoderException($"The key of the encoder in {Place} holds characters that no key has (blanks, line breaks or accents).", passing: false);
    }

    private string Place => Variable is null ? $"the file '{File}'" : $"the environment variable {Variable}";

    private string FromFile()
    {
        try
        {
            return System.IO.File.ReadAllText(File!).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EncoderException($"The key of the encoder cannot be read from {Place}.", passing: false);
        }
    }
}
