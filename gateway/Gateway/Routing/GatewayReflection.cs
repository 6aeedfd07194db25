using Grpc.Health.V1;
using Grpc.Reflection;
using RpcService = Google.Protobuf.Reflection.ServiceDescriptor;

namespace MedHelm.Gateway.Routing;

/// <summary>Reflection over the services behind the gateway, which the framework, looking at this process alone, would not find.</summary>
internal static class GatewayReflection
{
    public static void AddGatewayReflection(this IServiceCollection services)
    {
        RpcService[] descriptors = [.. PublicServices.All, Health.Descriptor];
        services.AddGrpcReflection();
        services.AddSingleton(new ReflectionServiceImpl(descriptors));
        services.AddSingleton(new ReflectionV1ServiceImpl(descriptors));
    }
}
