namespace MedHelm.Testing.Processes;

/// <summary>What shows that a service is ready.</summary>
public enum ServiceReadiness
{
    /// <summary>grpc.health.v1 Check over HTTP/2 without TLS answers SERVING.</summary>
    GrpcHealth = 0,

    /// <summary>The port accepts a connection; for what speaks HTTP/1.1 only.</summary>
    Connection = 1,
}
