namespace FleetPortal.Fleet.MqttSessions;

/// <summary>An MQTT session that outlives its connection (MQTT 5 §4.1).</summary>
internal sealed class SessionRecord
{
    public required string ClientId { get; set; }

    /// <summary>Seconds from the end of the connection to the end of the session.</summary>
    public long ExpiresAfter { get; set; }

    /// <summary>When its last connection ended; null while it is connected, or if the portal stopped without noting it.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Messages that were dropped since the session began, up to a second ago.</summary>
    public long Dropped { get; set; }
}
