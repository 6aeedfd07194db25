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

    /// <summary>Makes one attempt. Never retries: retries have one owner.</summary>
    /// <param name="request">Its conversation is there.</param>
    /// <param name="onText">Where it is given, the provider is asked to stream, and each piece of text is handed over as it comes. Null: the answer comes whole.</param>
    /// <param name="cancel">Gives the attempt up, which the provider may bill all the same.</param>
    /// <exception cref="ProviderException">There is no answer; says why and whether another attempt may help.</exception>
    Task<ProviderReply> CompleteAsync(ProviderRequest request, Action<string>? onText, CancellationToken cancel);
}
