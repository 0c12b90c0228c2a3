using System.Diagnostics;
using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;

namespace FleetPortal.Tests.Connections;

/// <summary>Lets another .NET process collect its garbage, as <c>dotnet-gcdump</c> does.</summary>
internal static class GarbageCollection
{
    // The keyword of the runtime's events that makes it collect when a session begins.
    private const long CollectHeap = 0x800000;

    /// <summary>Makes a process do a full collection, and waits until it is over. The session is ended: a process has at most 64.</summary>
    public static async Task CollectAsync(Process process, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(process);
        var runtime = new EventPipeProvider("Microsoft-Windows-DotNETRuntime", EventLevel.Informational, CollectHeap);
        using var session = await new DiagnosticsClient(process.Id).StartEventPipeSessionAsync(
            [runtime], requestRundown: false, circularBufferMB: 1, cancellationToken);
        var events = session.EventStream.CopyToAsync(Stream.Null, cancellationToken);
        await session.StopAsync(cancellationToken);
        await events;
    }
}
