namespace FleetPortal.Broker.Packets;

/// <summary>
/// The user properties with which the broker says where a message comes from. Clients cannot set them: their own properties of this prefix
/// are removed.
/// </summary>
internal static class OriginProperties
{
    /// <summary>The prefix of the names, compared without case.</summary>
    public const string Prefix = "fleet-";

    /// <summary>The Thing or application that published the message.</summary>
    public const string Thing = "fleet-thing";

    /// <summary>The serial number of the certificate that it presented, in lower-case hexadecimal.</summary>
    public const string Certificate = "fleet-certificate";

    /// <summary>When the broker received the message, RFC 3339 in UTC.</summary>
    public const string ReceivedAt = "fleet-received-at";
}
