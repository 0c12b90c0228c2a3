using FleetPortal.Broker.Connections;
using FleetPortal.Fleet.Connections;
using Xunit;

namespace FleetPortal.Broker.Tests.Sessions;

/// <summary>Which reason is recorded when a connection is cut off.</summary>
public sealed class CutOffTests
{
    [Theory]
    [InlineData(0, 15, false, null)]
    [InlineData(0, 16, false, DisconnectReason.KeepAliveTimeout)]
    [InlineData(15, 15, true, null)]
    [InlineData(16, 0, true, DisconnectReason.NotReading)]
    [InlineData(16, 16, true, DisconnectReason.NotReading)]
    [InlineData(14, 16, true, DisconnectReason.NotReading)]
    public void AClientThatDoesNotRead_IsNotSaidToBeSilent(int stalled, int silent, bool isCongested, DisconnectReason? reason) =>
        Assert.Equal(reason, ConnectionSweep.ReasonOf(
            TimeSpan.FromSeconds(stalled), TimeSpan.FromSeconds(silent), isCongested, TimeSpan.FromSeconds(15)));
}
