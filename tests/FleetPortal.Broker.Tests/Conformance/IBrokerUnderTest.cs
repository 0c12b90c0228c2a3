using Microsoft.Extensions.Time.Testing;

namespace FleetPortal.Broker.Tests.Conformance;

/// <summary>A broker that the conformance tests talk to, started for one test.</summary>
public interface IBrokerUnderTest : IAsyncDisposable
{
    /// <summary>The clock of the broker, or null when the test cannot move it.</summary>
    FakeTimeProvider? Time { get; }

    /// <summary>Opens a network connection. Nothing is sent on it.</summary>
    Task<Stream> OpenAsync();
}
