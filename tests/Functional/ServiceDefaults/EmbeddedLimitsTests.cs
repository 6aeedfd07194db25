using MedHelm.ServiceDefaults.Limits;
using Microsoft.Extensions.Time.Testing;

namespace MedHelm.Tests.Functional.ServiceDefaults;

public sealed class EmbeddedLimitsTests : SharedLimitsContract
{
    private readonly FakeTimeProvider clock = new();
    private readonly EmbeddedLimits limits;

    public EmbeddedLimitsTests() => limits = new EmbeddedLimits(clock);

    private protected override ISharedLimits Limits => limits;

    protected override Task LetPassAsync(TimeSpan time)
    {
        clock.Advance(time);
        return Task.CompletedTask;
    }
}
