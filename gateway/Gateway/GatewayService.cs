using MedHelm.Gateway.Events;
using MedHelm.Gateway.Problems;
using MedHelm.Gateway.Routing;
using MedHelm.Gateway.Web;

namespace MedHelm.Gateway;

/// <summary>The way in: page, event streams and errors (the edge), and the routes to services in other processes.</summary>
public static class GatewayService
{
    /// <summary>A gateway in a process of its own, in front of services in theirs.</summary>
    public static WebApplicationBuilder AddGateway(this WebApplicationBuilder builder)
    {
        builder.AddServiceRoutes();
        builder.AddEdge();
        return builder;
    }

    /// <summary>Maps the edge, the routes to the services, and reflection over all of them.</summary>
    public static WebApplication MapGateway(this WebApplication app)
    {
        app.MapEdge();
        app.MapServiceRoutes();
        return app;
    }

    /// <summary>The edge alone, for a process that serves the services themselves.</summary>
    public static WebApplicationBuilder AddEdge(this WebApplicationBuilder builder)
    {
        builder.AddRunEvents();
        return builder;
    }

    /// <summary>Maps page and event streams, and gives JSON errors one form.</summary>
    public static WebApplication MapEdge(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseProblemResponses();
        app.UseGrpcWeb(new GrpcWebOptions { DefaultEnabled = true });
        app.UseDashboard();
        app.MapRunEvents();
        return app;
    }
}
