using MedHelm.Gateway.Routing;

namespace MedHelm.Gateway.Problems;

/// <summary>How the gateway says that a service does not answer.</summary>
internal static class Unreachable
{
    public const string Reason = "SERVICE_UNREACHABLE";

    public static string Message(string service) =>
        $"The {service} service does not answer. Try again shortly; if it stays so, see that it runs and that {ServiceAddresses.Variable(service)} of the gateway names its address.";
}
