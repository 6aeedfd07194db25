namespace MedHelm.ServiceDefaults.Storage.Sandbox;

/// <summary>What came of a query in the sandbox.</summary>
public enum SandboxStatus
{
    /// <summary>It gave rows, perhaps none.</summary>
    Rows,

    /// <summary>It is not exactly one query, is not allowed, or is wrong.</summary>
    Failed,

    /// <summary>It passed a limit.</summary>
    LimitPassed,

    /// <summary>The file is no SQLite database that can be read.</summary>
    NoDatabase,
}
