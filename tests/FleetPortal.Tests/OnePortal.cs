using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Tests;

/// <summary>One portal for all tests of a class that change nothing in it.</summary>
public sealed class OnePortal : IAsyncLifetime
{
    /// <summary>The portal that the tests of the class share.</summary>
    public RunningPortal Portal { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => Portal = await RunningPortal.StartAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Portal.DisposeAsync();
}
