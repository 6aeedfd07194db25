namespace MedHelm.ServiceDefaults.Storage.Sandbox;

/// <summary>What came of a query in the sandbox. Query, file and limits decide, but for the last two.</summary>
public enum SandboxStatus
{
    /// <summary>It gave rows, perhaps none.</summary>
    Rows,

    /// <summary>It is not exactly one query, is not allowed, or is wrong.</summary>
    Failed,

    /// <summary>It passed a limit that is the same on every machine.</summary>
    LimitPassed,

    /// <summary>The file is no SQLite database that can be read.</summary>
    NoDatabase,

    /// <summary>It was stopped for time or memory; another time it may run to its end.</summary>
    Stopped,
}
