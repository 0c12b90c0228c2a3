using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace FleetPortal.Broker.Tests.Conformance;

/// <summary>Collects what the engine logs as an error: an exception that nobody expected.</summary>
internal sealed class ErrorLog
{
    private readonly ConcurrentQueue<string> _errors = new();

    /// <summary>The errors so far.</summary>
    public IReadOnlyCollection<string> Errors => _errors;

    /// <summary>A logger that writes here.</summary>
    public ILogger<T> For<T>() => new Logger<T>(_errors);

    private sealed class Logger<T>(ConcurrentQueue<string> errors) : ILogger<T>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                errors.Enqueue($"{formatter(state, exception)} {exception}");
            }
        }
    }
}
