namespace MedHelm.Scoring.Metrics.EhrSql;

/// <summary>What came of a query.</summary>
internal enum QueryStatus
{
    /// <summary>It gave rows, perhaps none.</summary>
    Rows,

    /// <summary>It is no single query, is not allowed, or is wrong.</summary>
    Failed,

    /// <summary>It takes too many steps, makes too large a value, or gives too many rows.</summary>
    TooLarge,

    /// <summary>There is nothing to run it on.</summary>
    NoSource,

    /// <summary>The machine could not run it to its end; that says nothing about it.</summary>
    Stopped,
}
