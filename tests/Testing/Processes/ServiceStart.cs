namespace MedHelm.Testing.Processes;

/// <summary>How to start one built service.</summary>
/// <param name="Program">Path of the dll, see <see cref="SolutionPaths.Program"/>.</param>
/// <param name="Address">Where it will answer, such as http://127.0.0.1:21001.</param>
public sealed record ServiceStart(string Program, Uri Address)
{
    /// <summary>Environment variables. MEDHELM__ variables of the test process itself are never handed on.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Default: the health service.</summary>
    public ServiceReadiness Readiness { get; init; } = ServiceReadiness.GrpcHealth;

    /// <summary>Default 60 s, enough for migrations on a busy machine.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);
}
