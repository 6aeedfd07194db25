namespace MedHelm.Inference.Providers;

/// <summary>A way of getting completions.</summary>
internal interface IProvider
{
    /// <summary>The name deployments give as their provider.</summary>
    string Name { get; }

    /// <summary>
    /// What besides deployment, prompt and parameters decides an answer, so that it becomes part of the cache key. Empty
    /// where nothing does.
    /// </summary>
    string KeyOf(ProviderRequest request);

    /// <summary>Makes one attempt.</summary>
    /// <exception cref="ProviderException">There is no answer; says why and whether another attempt may help.</exception>
    Task<ProviderReply> CompleteAsync(ProviderRequest request, CancellationToken cancel);
}
