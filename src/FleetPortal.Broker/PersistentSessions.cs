using System.Buffers;
using FleetPortal.Fleet.Connections;
using MQTTnet;
using MQTTnet.Server;

namespace FleetPortal.Broker;

/// <summary>Deletes what MQTTnet stores for a Thing: its session and its retained messages.</summary>
internal sealed class PersistentSessions(Lazy<MqttServer> server, RetainedQuota quota) : IPersistentSessions
{
    public async Task ForgetAsync(string thingName)
    {
        await DeleteSessionAsync(thingName);
        foreach (var topic in quota.Forget(thingName))
        {
            // An empty payload removes the message (MQTT 5 §3.3.1.3).
            await server.Value.UpdateRetainedMessageAsync(
                new MqttApplicationMessage { Topic = topic, Payload = ReadOnlySequence<byte>.Empty, Retain = true });
        }
    }

    /// <summary>Deletes a session. Otherwise it would still queue messages that its Thing may no longer receive.</summary>
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
            // MQTTnet throws when there is no such session.
            return null;
        }
    }
}
