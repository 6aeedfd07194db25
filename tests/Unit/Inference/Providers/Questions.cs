using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Deployments;
using MedHelm.Inference.Providers;

namespace MedHelm.Tests.Unit.Inference.Providers;

internal static class Questions
{
    public static DeploymentDefinition Deployment(string provider) =>
        new() { Id = "lab/m", Provider = provider, Model = "m-1", BaseUrl = new Uri("https://api.example/v1/") };

    public static ProviderRequest Simple(string provider, DecodingParameters? parameters = null) => new()
    {
        Deployment = Deployment(provider),
        PromptDigest = "d",
        Parameters = parameters ?? new DecodingParameters(),
        RequestDigest = "key-of-the-request",
        Conversation = Conversation.OfPrompt("Which drug?"),
    };

    /// <summary>Instructions, a question, two calls of tools with their results, and what may follow.</summary>
    public static Conversation WithTools(string choice = "required") => new()
    {
        Messages =
        [
            new Message { Role = Role.System, Content = "Be brief." },
            new Message { Role = Role.User, Content = "Dose for 70 kg?" },
            new Message
            {
                Role = Role.Assistant,
                ToolCalls = { new ToolCall { Id = "c1", Name = "dose", ArgumentsJson = """{"kg":70}""" }, new ToolCall { Id = "c2", Name = "dose", ArgumentsJson = """{"kg":71}""" } },
            },
            new Message { Role = Role.Tool, ToolCallId = "c1", Content = "7 mg" },
            new Message { Role = Role.Tool, ToolCallId = "c2", Content = """{"mg":7.1}""" },
        ],
        Tools = [new Tool { Name = "dose", Description = "Looks a dose up.", ParametersJson = """{"type":"object","properties":{"kg":{"type":"number"}}}""", Strict = true }],
        ToolChoice = choice,
    };

    public static ResponseFormat Schema => new() { Kind = ResponseFormat.Types.Kind.JsonSchema, Name = "verdict", SchemaJson = """{"type":"object"}""", Strict = true };
}
