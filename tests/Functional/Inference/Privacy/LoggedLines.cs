using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace MedHelm.Tests.Functional.Inference.Privacy;

/// <summary>Keeps everything that is logged: message, every field, and the whole exception.</summary>
internal sealed class LoggedLines : ILoggerProvider, ILogger
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull
    {
        Keep(state);
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Lines.Enqueue($"{logLevel} {formatter(state, exception)} {exception}");
        Keep(state);
    }

    public void Dispose()
    {
    }

    private void Keep<TState>(TState state)
    {
        if (state is IEnumerable<KeyValuePair<string, object?>> fields)
            foreach (var (name, value) in fields) Lines.Enqueue($"{name}={value}");
        else Lines.Enqueue($"{state}");
    }
}
