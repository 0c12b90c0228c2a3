namespace FleetPortal.Pki.Issuance;

/// <summary>The uniformResourceIdentifier that names a Thing in its certificate (RFC 5280 §4.2.1.6).</summary>
public static class ThingUri
{
    /// <summary><c>urn:fleetportal:thing:NAME</c>; a ThingName has only characters that a URN takes unescaped (RFC 8141 §2).</summary>
    public static string Of(string thingName) => $"urn:fleetportal:thing:{thingName}";
}
