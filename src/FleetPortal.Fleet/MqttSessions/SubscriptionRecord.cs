namespace FleetPortal.Fleet.MqttSessions;

/// <summary>A subscription of a session (MQTT 5 §3.8.3).</summary>
internal sealed class SubscriptionRecord
{
    public required string ClientId { get; set; }
    public required string Filter { get; set; }

    /// <summary>The octet of the subscription options.</summary>
    public int Options { get; set; }

    /// <summary>The subscription identifier; 0 for none.</summary>
    public long Identifier { get; set; }
}
