namespace MedHelm.Cli.Standings;

/// <summary>How much of a model's list price the summary has room for.</summary>
internal enum PriceColumns
{
    None,
    Sum,
    Both,
}
