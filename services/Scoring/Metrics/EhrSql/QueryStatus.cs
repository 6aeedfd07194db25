namespace MedHelm.Scoring.Metrics.EhrSql;

/// <summary>What came of a query.</summary>
internal enum QueryStatus
{
    /// <summary>It gave rows, perhaps none.</summary>
    Rows,

    /// <summary>It is no single query, is not allowed, or is wrong.</summary>
    Failed,

    /// <summary>It took too long, too much memory, or gave too many rows.</summary>
    TooLarge,

    /// <summary>There is nothing to run it on.</summary>
    NoSource,
}
