namespace MedHelm.Standalone;

/// <summary>What the command line asks for.</summary>
internal sealed record StandaloneOptions
{
    /// <summary>Suite of the catalog, or a suite file.</summary>
    public required string Suite { get; init; }

    /// <summary>Protocol of the run; null for the suite's.</summary>
    public string? Protocol { get; init; }

    /// <summary>Jury of the open-ended benchmarks; null for the suite's.</summary>
    public string? Jury { get; init; }

    /// <summary>Most instances of each benchmark; null for the suite's.</summary>
    public int? MaxInstances { get; init; }

    /// <summary>Project that pays; null for the suite's.</summary>
    public string? Project { get; init; }

    /// <summary>Most the run may spend, in US dollars as typed; null for no budget of its own.</summary>
    public string? Budget { get; init; }

    /// <summary>Folder of everything that is kept.</summary>
    public required string Data { get; init; }

    /// <summary>File for the leaderboard; null for none.</summary>
    public string? Out { get; init; }

    /// <summary>The caller's id for the run; null to resume an unfinished one or start another.</summary>
    public string? RunId { get; init; }

    /// <summary>Stop after the run.</summary>
    public bool Exit { get; init; }

    /// <summary>Serve without running anything.</summary>
    public bool ServeOnly { get; init; }

    /// <summary>The web address; gRPC listens on the port after it.</summary>
    public required string Urls { get; init; }

    /// <summary>The gRPC address; null for the port after the web address.</summary>
    public string? GrpcUrls { get; init; }

    /// <summary>Folder of upstream data files.</summary>
    public string? Datasets { get; init; }

    /// <summary>Deployments file.</summary>
    public string? Deployments { get; init; }

    /// <summary>Folder of the user's benchmarks and suites.</summary>
    public string? Catalog { get; init; }
}
