using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace MedHelm.ServiceDefaults.Bus;

/// <summary>Wires the one bus of a process, whichever services contribute to it.</summary>
public static class BusRegistration
{
    /// <summary>Adds queues of a service. May be called any number of times.</summary>
    public static void AddBusEndpoints(this WebApplicationBuilder builder, params BusEndpoint[] endpoints)
    {
        foreach (var endpoint in endpoints) builder.Services.AddSingleton(endpoint);
    }

    internal static void AddBus(this WebApplicationBuilder builder, Settings settings)
    {
        builder.Services.TryAddSingleton<IMessageBus, MassTransitBus>();
        builder.Services.TryAddSingleton<IBusEndpoints, MassTransitEndpoints>();
        builder.Services.Configure<MassTransitHostOptions>(options =>
        {
            // Publishes before the bus is up would be lost.
            options.WaitUntilStarted = true;
            options.StopTimeout = TimeSpan.FromSeconds(20);
        });
        builder.Services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            if (settings.Bus.Scheme == "memory") bus.UsingInMemory(Configure);
            else bus.UsingRabbitMq((context, rabbit) => ConfigureRabbit(context, rabbit, settings));
        });
    }

    internal static void Declare(IReceiveEndpointConfigurator receive, BusEndpoint endpoint, IServiceProvider services)
    {
        if (receive is IRabbitMqReceiveEndpointConfigurator rabbit) rabbit.SetQuorumQueue();
        endpoint.Apply(receive, services);
    }

    private static void Configure(IBusRegistrationContext context, IInMemoryBusFactoryConfigurator memory)
    {
        UseProtobuf(memory);
        foreach (var endpoint in context.GetServices<BusEndpoint>())
            memory.ReceiveEndpoint(endpoint.Queue, receive => Declare(receive, endpoint, context));
    }

    private static void ConfigureRabbit(IBusRegistrationContext context, IRabbitMqBusFactoryConfigurator rabbit, Settings settings)
    {
        var user = settings.Bus.UserInfo.Split(':', 2);
        rabbit.Host(new UriBuilder(settings.Bus) { UserName = "", Password = "" }.Uri, host =>
        {
            host.Username(user[0] is { Length: > 0 } name ? Uri.UnescapeDataString(name) : "guest");
            host.Password(settings.BusPassword ?? (user.Length > 1 ? Uri.UnescapeDataString(user[1]) : "guest"));
        });
        UseProtobuf(rabbit);
        foreach (var endpoint in context.GetServices<BusEndpoint>())
            rabbit.ReceiveEndpoint(endpoint.Queue, receive => Declare(receive, endpoint, context));
    }

    private static void UseProtobuf(IBusFactoryConfigurator bus)
    {
        bus.ClearSerialization();
        bus.AddSerializer(new ProtobufSerializerFactory());
        bus.AddDeserializer(new ProtobufSerializerFactory());
    }
}
