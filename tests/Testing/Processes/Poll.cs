using System.Diagnostics;

namespace MedHelm.Testing.Processes;

/// <summary>Waiting for something outside the process to come true, always bounded.</summary>
public static class Poll
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks until the answer is true; a <see cref="TimeoutException"/> names what was waited for.</summary>
    public static async Task UntilAsync(
        string what, TimeSpan timeout, Func<CancellationToken, Task<bool>> isTrue, CancellationToken cancellation = default)
    {
        var clock = Stopwatch.StartNew();
        while (!await isTrue(cancellation))
        {
            if (clock.Elapsed > timeout)
                throw new TimeoutException($"Waited {timeout.TotalSeconds:0.#} s in vain for {what}.");
            await Task.Delay(Pause, TimeProvider.System, cancellation);
        }
    }

    /// <inheritdoc cref="UntilAsync(string, TimeSpan, Func{CancellationToken, Task{bool}}, CancellationToken)"/>
    public static Task UntilAsync(string what, TimeSpan timeout, Func<bool> isTrue, CancellationToken cancellation = default) =>
        UntilAsync(what, timeout, _ => Task.FromResult(isTrue()), cancellation);
}
