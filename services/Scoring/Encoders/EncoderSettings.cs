using System.Globalization;
using MedHelm.ServiceDefaults;

namespace MedHelm.Scoring.Encoders;

/// <summary>Which encoder there is, from MEDHELM:ENCODER (environment: MEDHELM__ENCODER__URL and so on). Without an address and a model file there is none.</summary>
internal sealed record EncoderSettings
{
    /// <summary>What to do where there is none.</summary>
    internal const string Missing = "no text encoder is configured: set MEDHELM__ENCODER__URL or MEDHELM__ENCODER__MODEL for the scoring service";

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>Address of an endpoint. Default none.</summary>
    internal Uri? Url { get; private init; }

    /// <summary>Where the endpoint's key is: KEYVARIABLE names an environment variable, KEYFILE a file. Default none.</summary>
    internal EncoderKey Key { get; private init; } = new(null, null);

    /// <summary>How long the endpoint may take for one call. Default 1 min.</summary>
    internal TimeSpan Timeout { get; private init; } = TimeSpan.FromMinutes(1);

    /// <summary>ONNX file of a model, with its vocab.txt beside it. Default none.</summary>
    internal string? Model { get; private init; }

    /// <summary>Name of the model's output; null means last_hidden_state, or the only one.</summary>
    internal string? Output { get; private init; }

    /// <summary>Whether the model tells capitals and accents apart. Default false, as distilbert-base-uncased.</summary>
    internal bool Cased { get; private init; }

    internal string Vocabulary => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(Model!))!, "vocab.txt");

    /// <summary>Reads and checks all, naming every problem at once.</summary>
    /// <exception cref="SettingsException">One or more are unusable.</exception>
    internal static EncoderSettings Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("MEDHELM:ENCODER");
        var problems = new List<string>();
        var settings = new EncoderSettings
        {
            Url = Address(),
            Key = new(Text("KEYVARIABLE"), Text("KEYFILE")),
            Timeout = Duration(),
            Model = Text("MODEL"),
            Output = Text("OUTPUT"),
            Cased = Cased(),
        };
        if (Text("URL") is not null && settings.Model is not null) problems.Add("MEDHELM__ENCODER__URL and MEDHELM__ENCODER__MODEL exclude each other: set the one that is to be used.");
        if (settings.Key is { Variable: not null, File: not null }) problems.Add("MEDHELM__ENCODER__KEYVARIABLE and MEDHELM__ENCODER__KEYFILE exclude each other.");
        if (settings.Key.File is { } keyFile && !File.Exists(keyFile)) problems.Add($"MEDHELM__ENCODER__KEYFILE names '{keyFile}', which does not exist.");
        if (settings.Model is { } model && !File.Exists(model)) problems.Add($"MEDHELM__ENCODER__MODEL names '{model}', which does not exist.");
        else if (settings.Model is not null && !File.Exists(settings.Vocabulary)) problems.Add($"MEDHELM__ENCODER__MODEL needs its vocabulary beside it: '{settings.Vocabulary}' does not exist.");
        return problems.Count == 0 ? settings : throw new SettingsException(problems);

        string? Text(string key) => section[key] is { Length: > 0 } text ? text : null;

        Uri? Address()
        {
            if (Text("URL") is not { } text) return null;
            // The value may hold a password, so the message does not repeat it.
            if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0) return uri;
            problems.Add("MEDHELM__ENCODER__URL must be an address such as http://127.0.0.1:8090/encode, without user and password.");
            return null;
        }

        TimeSpan Duration()
        {
            if (Text("TIMEOUT") is not { } text) return TimeSpan.FromMinutes(1);
            if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) && time > TimeSpan.Zero && time <= Longest) return time;
            problems.Add($"MEDHELM__ENCODER__TIMEOUT must be a time such as 00:01:00, above zero and at most {Longest}.");
            return TimeSpan.FromMinutes(1);
        }

        bool Cased()
        {
            if (Text("CASED") is not { } text) return false;
            if (bool.TryParse(text, out var cased)) return cased;
            problems.Add("MEDHELM__ENCODER__CASED must be true or false.");
            return false;
        }
    }
}
