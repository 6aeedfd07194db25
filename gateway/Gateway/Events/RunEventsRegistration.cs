using Grpc.Net.Client;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Gateway.Listening;
using MedHelm.Gateway.Routing;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace MedHelm.Gateway.Events;

/// <summary>Wires the event streams to the Evaluation service: at its configured address, or in this very process.</summary>
internal static class RunEventsRegistration
{
    public static void AddRunEvents(this WebApplicationBuilder builder)
    {
        var evaluation = ServiceAddresses.Find(builder.Configuration, "evaluation");
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<RunEvents>();
        // Keyed: in one process with the services, a client that is registered by its type alone would take the place of theirs.
        builder.Services.AddKeyedSingleton(RunEvents.ClientName, (services, _) =>
        {
            var handler = new SocketsHttpHandler();
            ServiceRouting.KeepAlive(handler);
            return new EvaluationService.EvaluationServiceClient(
                GrpcChannel.ForAddress(evaluation ?? EdgeAddresses.Of(services).Grpc, new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true }));
        });
    }

    public static void MapRunEvents(this WebApplication app) =>
        app.MapGet("/v1/runs/{id}/events", (HttpContext context, string id, RunEvents events) => events.StreamAsync(context, id));
}
