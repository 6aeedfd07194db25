using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Google.Protobuf.Collections;
using MedHelm.Contracts.Inference.V1;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Inference.Direct;

/// <summary>Messages, tools and the form of the answer.</summary>
internal sealed partial class ConversationCheck(Violations violations, string at)
{
    private const int MostMessages = 10_000;
    private const int MostTools = 256;
    private const int LongestName = 128;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public void Check(CompleteRequest request)
    {
        if (request.Messages.Count > MostMessages) Add("messages", "must be at most 10,000.");
        else CheckMessages(request.Messages);
        if (request.Tools.Count > MostTools) Add("tools", "must be at most 256.");
        else CheckTools(request.Tools, request.ToolChoice);
        if (request.ResponseFormat is { } format) CheckFormat(format);
    }

    private void CheckMessages(RepeatedField<Message> messages)
    {
        HashSet<string>? calls = null;
        for (var i = 0; i < messages.Count; i++)
        {
            var message = messages[i];
            if (message.Role == Role.Unspecified || !Enum.IsDefined(message.Role)) AddAt(i, "role", "must be system, user, assistant or tool.");
            if (message.Content.Length == 0 && (message.Role == Role.User || (message.Role == Role.Assistant && message.ToolCalls.Count == 0)))
                AddAt(i, "content", "must not be empty.");
            if (message.Name.Length > LongestName) AddAt(i, "name", "must have at most 128 characters.");
            if (message.ToolCalls.Count > 0)
            {
                if (message.Role != Role.Assistant) AddAt(i, "tool_calls", "only the assistant calls tools.");
                calls ??= new HashSet<string>(StringComparer.Ordinal);
                foreach (var call in message.ToolCalls)
                {
                    if (call.Id.Length == 0 || call.Name.Length == 0) AddAt(i, "tool_calls", "each needs id and name.");
                    calls.Add(call.Id);
                }
            }
            if (message.Role == Role.Tool && calls?.Contains(message.ToolCallId) is not true)
                AddAt(i, "tool_call_id", "must be the id of a tool call of an earlier message.");
            if (message.Role != Role.Tool && message.ToolCallId.Length > 0) AddAt(i, "tool_call_id", "belongs to messages of role tool.");
        }
    }

    private void CheckTools(RepeatedField<Tool> tools, string choice)
    {
        if (tools.Count == 0)
        {
            if (choice.Length > 0) Add("tool_choice", "must be empty where there are no tools.");
            return;
        }
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < tools.Count; i++)
        {
            var tool = tools[i];
            if (!PlainName().IsMatch(tool.Name)) AddTool(i, "name", "must be 1 to 64 of a-z, A-Z, 0-9, _ and -.");
            else if (ToolChoices.IsWord(tool.Name)) AddTool(i, "name", $"'{tool.Name}' means something else in tool_choice.");
            else if (!names.Add(tool.Name)) AddTool(i, "name", $"'{tool.Name}' is there twice.");
            if (tool.ParametersJson.Length > 0 && !IsObject(tool.ParametersJson)) AddTool(i, "parameters_json", "must be a JSON object, without a name twice.");
        }
        if (choice.Length > 0 && !ToolChoices.IsWord(choice) && !names.Contains(choice)) Add("tool_choice", "must be auto, none, required or the name of a tool.");
    }

    private void CheckFormat(ResponseFormat format)
    {
        if (!Enum.IsDefined(format.Kind)) Add("response_format.kind", "is not known.");
        if (format.Kind != ResponseFormat.Types.Kind.JsonSchema)
        {
            if (format.SchemaJson.Length > 0) Add("response_format.schema_json", "belongs to KIND_JSON_SCHEMA.");
            return;
        }
        if (!IsObject(format.SchemaJson)) Add("response_format.schema_json", "must be a JSON object, without a name twice.");
        if (format.Name.Length > 0 && !PlainName().IsMatch(format.Name)) Add("response_format.name", "must be 1 to 64 of a-z, A-Z, 0-9, _ and -.");
    }

    private static bool IsObject(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object && IsUnicode(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    // Reading half a surrogate pair throws.
    private static bool IsUnicode(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() is not null,
        JsonValueKind.Object => value.EnumerateObject().All(field => field.Name.Length >= 0 && IsUnicode(field.Value)),
        JsonValueKind.Array => value.EnumerateArray().All(IsUnicode),
        _ => true,
    };

    private void Add(string field, string message) => violations.Add(at + field, message);

    private void AddAt(int index, string field, string message) => Add(string.Create(CultureInfo.InvariantCulture, $"messages[{index}].{field}"), message);

    private void AddTool(int index, string field, string message) => Add(string.Create(CultureInfo.InvariantCulture, $"tools[{index}].{field}"), message);

    [GeneratedRegex(@"^[a-zA-Z0-9_-]{1,64}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PlainName();
}
