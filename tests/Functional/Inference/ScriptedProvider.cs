using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Providers;

namespace MedHelm.Tests.Functional.Inference;

/// <summary>A provider that does what the test says, and counts.</summary>
internal sealed class ScriptedProvider : IProvider
{
    public static readonly Usage Used = new() { InputTokens = 100, OutputTokens = 10 };
    public const long Cost = 110_000;

    private int calls;

    public string Name => "scripted";

    public int Calls => calls;

    public Usage Usage { get; set; } = Used;

    public Func<string, CancellationToken, Task<string>> ReplyAsync { get; set; } = (_, _) => Task.FromResult("B");

    public Func<string, string> Reply { set => ReplyAsync = (prompt, _) => Task.FromResult(value(prompt)); }

    public string KeyOf(ProviderRequest request) => "";

    public async Task<ProviderReply> CompleteAsync(ProviderRequest request, Action<string>? onText, CancellationToken cancel)
    {
        Interlocked.Increment(ref calls);
        await Task.Yield();
        return new ProviderReply(new Completion { Text = await ReplyAsync(request.Conversation!.AsPrompt!, cancel) }, Usage.Clone());
    }
}
