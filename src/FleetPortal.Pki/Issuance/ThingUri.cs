namespace FleetPortal.Pki.Issuance;

/// <summary>The URI that names a Thing in the subjectAltName of its certificate (uniformResourceIdentifier, RFC 5280 §4.2.1.6).</summary>
public static class ThingUri
{
    /// <summary>
    /// Returns <c>urn:fleetportal:thing:NAME</c>. A URN needs no escapes for the characters of a ThingName (RFC 8141 §2).
    /// </summary>
    public static string Of(string thingName) => $"urn:fleetportal:thing:{thingName}";
}
