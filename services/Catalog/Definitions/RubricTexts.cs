namespace MedHelm.Catalog.Definitions;

/// <summary>The templates of juror prompts that definitions fill in.</summary>
/// <param name="Standard">For criteria that are marked on a scale.</param>
/// <param name="Points">For criteria that are met or not.</param>
internal sealed record RubricTexts(string Standard, string Points)
{
    public string For(bool points) => points ? Points : Standard;

    /// <summary>Those that come with the software.</summary>
    public static RubricTexts Bundled() => new(Read("standard.liquid"), Read("points.liquid"));

    private static string Read(string name) => File.ReadAllText(Path.Combine(BenchmarkCatalog.BundledFolder, "rubrics", name)).ReplaceLineEndings("\n");
}
