using System.Buffers;
using System.Text.Json;
using MedHelm.Inference.Deployments;

namespace MedHelm.Inference.OpenAiRoute;

/// <summary>GET /v1/models: the deployments, by the name that a chat gives as its model.</summary>
internal sealed class ModelList(DeploymentRegistry deployments)
{
    public Task ListAsync(HttpContext context) => AnswerAsync(context, json =>
    {
        json.WriteStartObject();
        json.WriteString("object"u8, "list"u8);
        json.WriteStartArray("data"u8);
        foreach (var deployment in deployments.All) Write(json, deployment);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    public Task FindAsync(HttpContext context)
    {
        // Some clients escape the slashes of an id.
        var id = Uri.UnescapeDataString(context.Request.RouteValues["id"] as string ?? "");
        if (id.Length == 0) return ListAsync(context);
        return deployments.Find(id) is { } deployment
            ? AnswerAsync(context, json => Write(json, deployment))
            : OpenAiErrors.WriteAsync(context, OpenAiErrors.UnknownModel(id));
    }

    // When a model was made is not known here, and OpenAI's clients want a number.
    private static void Write(Utf8JsonWriter json, DeploymentDefinition deployment)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, deployment.Id);
        json.WriteString("object"u8, "model"u8);
        json.WriteNumber("created"u8, 0);
        json.WriteString("owned_by"u8, deployment.Provider);
        json.WriteEndObject();
    }

    private static async Task AnswerAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        var scratch = Scratch.Take();
        scratch.Json.Reset(scratch.Buffer);
        write(scratch.Json);
        scratch.Json.Flush();
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = scratch.Buffer.WrittenCount;
        context.Response.BodyWriter.Write(scratch.Buffer.WrittenSpan);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}
