namespace MedHelm.Inference.OpenAiRoute;

/// <summary>Where a field of the contract stands in a chat body.</summary>
internal static class ChatFields
{
    private const string Parameters = "parameters.";
    private const string Options = "provider_options_json.";

    public static string Of(string field) => field switch
    {
        "deployment" => "model",
        "prompt" => "messages",
        "data_tier" => ChatHeaders.DataTier,
        "project" => ChatHeaders.Project,
        "sample_index" => "n",
        "provider_options_json" => "body",
        "parameters.max_output_tokens" => "max_completion_tokens",
        "response_format.schema_json" => "response_format.json_schema.schema",
        "response_format.name" => "response_format.json_schema.name",
        _ when field.StartsWith(Parameters, StringComparison.Ordinal) => field[Parameters.Length..],
        _ when field.StartsWith(Options, StringComparison.Ordinal) => field[Options.Length..],
        _ when field.StartsWith("tools[", StringComparison.Ordinal) => field.Replace("].parameters_json", "].function.parameters", StringComparison.Ordinal).Replace("].name", "].function.name", StringComparison.Ordinal),
        _ => field,
    };
}
