using MedHelm.ServiceDefaults.Cache;
using Microsoft.Extensions.Time.Testing;

namespace MedHelm.Tests.Functional.ServiceDefaults;

public sealed class EmbeddedCacheTests : SharedCacheContract, IDisposable
{
    private readonly FakeTimeProvider clock = new();
    private readonly EmbeddedCache cache;

    public EmbeddedCacheTests() => cache = new EmbeddedCache(clock);

    private protected override ISharedCache Cache => cache;

    public void Dispose() => cache.Dispose();

    protected override Task LetPassAsync(TimeSpan time)
    {
        clock.Advance(time);
        return Task.CompletedTask;
    }
}
