using FleetPortal.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace FleetPortal.Tests.Hosting;

public sealed class AccessLogTests
{
    [Fact]
    public void ARefusal_IsWrittenWithItsAddress_AndRepetitionsAreCounted()
    {
        var (lines, time) = (new Lines(), new FakeTimeProvider());
        var log = new AccessLog(lines, time);
        time.Advance(TimeSpan.FromMinutes(1));
        for (var i = 0; i < 100; i++)
        {
            log.Refused("a sign-in with a wrong name or password", "203.0.113.9", "root");
        }

        Assert.Equal("The portal refused a sign-in with a wrong name or password. Address: 203.0.113.9. Name: root.",
            Assert.Single(lines.Written));
        time.Advance(TimeSpan.FromMinutes(1));
        log.Flush();
        Assert.Equal(
            "The portal refused a sign-in with a wrong name or password 99 more times within a minute. Address: 203.0.113.9. Name: root.",
            lines.Written[1]);
    }

    [Fact]
    public void StrangersFromEverywhere_DoNotFillTheDisk()
    {
        var (lines, time) = (new Lines(), new FakeTimeProvider());
        var log = new AccessLog(lines, time);
        time.Advance(TimeSpan.FromMinutes(1));
        for (var i = 0; i < 10_000; i++)
        {
            log.Refused("an API token that is unknown, expired or revoked", $"2001:db8::{i:x}");
        }

        time.Advance(TimeSpan.FromMinutes(1));
        log.Flush();
        Assert.Equal(51, lines.Written.Count);
        Assert.Equal("The portal refused 9950 more requests within a minute, from other addresses or for other reasons.",
            lines.Written[^1]);
    }

    private sealed class Lines : ILogger<AccessLog>
    {
        public List<string> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId,
            TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Written.Add(formatter(state, exception));
    }
}
