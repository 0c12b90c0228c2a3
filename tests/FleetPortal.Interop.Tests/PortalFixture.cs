using FleetPortal.Testing;
using Xunit;

[assembly: AssemblyFixture(typeof(FleetPortal.Interop.Tests.PortalFixture))]

namespace FleetPortal.Interop.Tests;

/// <summary>One running portal for all tests of this project.</summary>
public sealed class PortalFixture : IAsyncLifetime
{
    /// <summary>The portal that the tests of the class share.</summary>
    public RunningPortal Portal { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Portal =
        await RunningPortal.StartAsync(null, "Production", "--Limits:ConnectSeconds=5", "--Limits:HandshakeSeconds=5");

    public ValueTask DisposeAsync() => Portal.DisposeAsync();
}
