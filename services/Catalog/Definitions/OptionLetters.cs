using MedHelm.Catalog.Datasets;

namespace MedHelm.Catalog.Definitions;

/// <summary>Options are named A, B, C ... in the order of the references.</summary>
internal static class OptionLetters
{
    public const int Most = 26;

    private static readonly string[] Letters = [.. Enumerable.Range('A', Most).Select(c => ((char)c).ToString())];

    public static string At(int index) => Letters[index];

    public static int IndexOf(string letter) => Array.IndexOf(Letters, letter);

    /// <summary>As templates see them: a letter and a text each.</summary>
    public static IReadOnlyList<object> Label(IReadOnlyList<DatasetReference> options) =>
    [
        .. options.Select(object (option, i) => new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["letter"] = At(i),
            ["text"] = option.Text,
        }),
    ];
}
