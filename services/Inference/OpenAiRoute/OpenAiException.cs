namespace MedHelm.Inference.OpenAiRoute;

/// <summary>An error in the terms of OpenAI's API, which its clients turn into exceptions and retries.</summary>
internal sealed class OpenAiException(int status, string type, string? code, string message, string? param = null) : Exception(message)
{
    public const string InvalidType = "invalid_request_error";

    /// <summary>HTTP status.</summary>
    public int Status { get; } = status;

    public string Type { get; } = type;

    public string? Code { get; } = code;

    /// <summary>The field that is meant.</summary>
    public string? Param { get; } = param;

    /// <summary>When another attempt may help; null: nothing is said.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>A field of the body is wrong.</summary>
    public static OpenAiException Invalid(string param, string message) => new(StatusCodes.Status400BadRequest, InvalidType, null, $"{param}: {message}", param) { What = message };

    /// <summary>The same with the name of the field's parent before it.</summary>
    public OpenAiException In(string parent) => Param is null ? this : Invalid($"{parent}.{Param}", What);

    private string What { get; init; } = message;
}
