namespace FleetPortal.Benchmarks;

/// <summary>Devices that are connected, hear their commands, and send nothing.</summary>
internal static class IdleConnections
{
    public static async Task<MqttSocket[]> ConnectAsync(int port, IReadOnlyList<Identity> identities)
    {
        var sockets = new MqttSocket[identities.Count];
        await PortalUnderTest.InParallelAsync(sockets.Length, async i =>
        {
            sockets[i] = await MqttSocket.ConnectAsync(port, identities[i]);
            await sockets[i].SubscribeAsync($"fleet/bench/{identities[i].Name}/commands/#");
        });
        return sockets;
    }

    public static Task CloseAsync(IReadOnlyList<MqttSocket> sockets) =>
        PortalUnderTest.InParallelAsync(sockets.Count, i => sockets[i].DisposeAsync().AsTask());
}
