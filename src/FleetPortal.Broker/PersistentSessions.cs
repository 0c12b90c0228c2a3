using System.Buffers;
using FleetPortal.Fleet.Connections;
using MQTTnet;
using MQTTnet.Server;

namespace FleetPortal.Broker;

/// <summary>Drops what MQTTnet keeps of a Thing: its session, which would go on receiving, and its retained messages.</summary>
internal sealed class PersistentSessions(Lazy<MqttServer> server, RetainedQuota quota) : IPersistentSessions
{
    public async Task ForgetAsync(string thingName)
    {
        await DeleteSessionAsync(thingName);
        foreach (var topic in quota.Forget(thingName))
        {
            // An empty payload removes the message (MQTT 5 §3.3.1.3).
            await server.Value.UpdateRetainedMessageAsync(new MqttApplicationMessage { Topic = topic, Payload = ReadOnlySequence<byte>.Empty, Retain = true });
        }
    }

    /// <summary>A stored session would go on receiving what its Thing may no longer hear.</summary>
    public async Task DeleteSessionAsync(string clientId)
    {
        if (await FindAsync(clientId) is { } stored)
        {
            await stored.DeleteAsync();
        }
    }

    /// <summary>The session of a client identifier, connected or not, or null.</summary>
    public async Task<MqttSessionStatus?> FindAsync(string clientId)
    {
        try
        {
            return await server.Value.GetSessionAsync(clientId);
        }
        catch (InvalidOperationException)
        {
            // MQTTnet's way to say that there is none.
            return null;
        }
    }
}
