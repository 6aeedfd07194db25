namespace MedHelm.Cli.Connection;

/// <summary>People type "second-look"; the services say "judgements/second-look".</summary>
/// <param name="collection">Such as "judgements".</param>
/// <param name="noun">What one of them is called, with its article.</param>
/// <param name="listing">The command that lists them.</param>
internal sealed class ResourceName(string collection, string noun, string listing)
{
    public static readonly ResourceName Judgement = new("judgements", "a judgement", "medhelm judgements");
    public static readonly ResourceName Review = new("reviews", "a review", "medhelm review list");
    public static readonly ResourceName RatingSet = new("ratingSets", "a set of ratings", "medhelm ratings list");
    public static readonly ResourceName AnchorSet = new("anchorSets", "a set of anchors", "medhelm bench anchors");

    public string Full(string text)
    {
        var id = Short(text.Trim());
        return id.Length > 0 && !id.Contains('/', StringComparison.Ordinal)
            ? $"{collection}/{id}"
            : throw new CommandFailure(ExitCodes.BadUsage, $"'{text}' is not {noun}", $"Name it as '{listing}' lists it.");
    }

    public string Short(string name) => name.StartsWith(collection + "/", StringComparison.Ordinal) ? name[(collection.Length + 1)..] : name;
}
