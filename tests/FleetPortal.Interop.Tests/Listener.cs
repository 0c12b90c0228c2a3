using System.Diagnostics;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Interop.Tests;

/// <summary>Debian's mosquitto_sub, which prints topic and payload of each message until the test ends.</summary>
internal sealed class Listener : IDisposable
{
    private readonly Process _process;

    /// <summary>Subscribes with QoS 1.</summary>
    public Listener(IEnumerable<string> connection, string filter) =>
        _process = Tool.Start("mosquitto_sub", [.. connection, "-t", filter, "-q", "1", "-F", "%t %p"]);

    /// <summary>Waits for the next message.</summary>
    public async Task<string?> NextAsync() => await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }
}
