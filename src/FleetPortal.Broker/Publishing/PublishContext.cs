using FleetPortal.Broker.Packets;
using FleetPortal.Broker.Sessions;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.MqttSessions;
using FleetPortal.Fleet.Topics;

namespace FleetPortal.Broker.Publishing;

/// <summary>
/// One PUBLISH on its way through the steps. Each connection uses one again and again, so that a message costs no further allocation.
/// </summary>
internal sealed class PublishContext
{
    /// <summary>The message as the client sent it.</summary>
    public Message Message { get; private set; } = null!;

    /// <summary>The connection that sent it. For a will, the connection that has ended.</summary>
    public LiveConnection Connection { get; private set; } = null!;

    /// <summary>Whether the message is a will.</summary>
    public bool IsWill { get; private set; }

    /// <summary>The topic policy of the connection. <see cref="RequireLiveRights"/> sets it.</summary>
    public TopicPolicy Policy { get; set; } = null!;

    /// <summary>The reason code of the acknowledgement.</summary>
    public ReasonCode Reason { get; set; }

    /// <summary>The reason string of the acknowledgement; null for none.</summary>
    public string? ReasonString { get; private set; }

    /// <summary>What has to be on the disk before the acknowledgement.</summary>
    public List<SessionChange> Changes { get; private set; } = [];

    /// <summary>The deliveries that wait for the disk.</summary>
    public List<(Session Session, Delivery Delivery)> Waiting { get; private set; } = [];

    /// <summary>Begins with another message.</summary>
    public void Begin(Message message, LiveConnection connection, bool isWill = false)
    {
        (Message, Connection, IsWill, Policy) = (message, connection, isWill, null!);
        (Reason, ReasonString) = (ReasonCode.Success, null);
        if (Changes.Count > 0 || Waiting.Count > 0)
        {
            // The lists of the message before are still being stored.
            (Changes, Waiting) = ([], []);
        }
    }

    /// <summary>Does not deliver the message, and acknowledges it with a reason (MQTT 5 §3.4.2.1).</summary>
    public ValueTask<PublishFlow> Refuse(ReasonCode reason, string text)
    {
        (Reason, ReasonString) = (reason, text);
        return new ValueTask<PublishFlow>(PublishFlow.Stop);
    }
}
