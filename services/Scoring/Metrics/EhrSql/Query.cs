namespace MedHelm.Scoring.Metrics.EhrSql;

/// <summary>A query to execute.</summary>
/// <param name="Sql">Its text.</param>
/// <param name="Repeatable">True when it gives the same at any time, so that its outcome may be kept.</param>
internal readonly record struct Query(string Sql, bool Repeatable);
