namespace MedHelm.Inference.Providers.Baselines;

/// <summary>A fixed rule from prompt to answer. Not a language model: a floor to compare with.</summary>
internal interface IBaseline
{
    /// <summary>Deployment id, starting with "baseline/".</summary>
    string Id { get; }

    /// <summary>Name for people.</summary>
    string DisplayName { get; }

    /// <summary>What the rule does, in a sentence.</summary>
    string Description { get; }

    /// <summary>Applies the rule.</summary>
    string Answer(string prompt);
}
