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
        builder.Services
            .AddGrpcClient<EvaluationService.EvaluationServiceClient>(
                RunEvents.ClientName, (services, client) => client.Address = evaluation ?? EdgeAddresses.Of(services).Grpc)
            .ConfigurePrimaryHttpMessageHandler(() =>
            {
                var handler = new SocketsHttpHandler();
                ServiceRouting.KeepAlive(handler);
                return handler;
            });
    }

    public static void MapRunEvents(this WebApplication app) =>
        app.MapGet("/v1/runs/{id}/events", (HttpContext context, string id, RunEvents events) => events.StreamAsync(context, id));
}
