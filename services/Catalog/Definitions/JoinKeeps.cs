namespace MedHelm.Catalog.Definitions;

/// <summary>How many of the matching rows a join keeps.</summary>
internal enum JoinKeeps
{
    /// <summary>As many rows as there are matches; none drops the row.</summary>
    All,

    /// <summary>The first match; none drops the row.</summary>
    First,

    /// <summary>All matches as one list, which may be empty.</summary>
    List,
}
