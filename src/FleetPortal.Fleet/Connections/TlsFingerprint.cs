namespace FleetPortal.Fleet.Connections;

/// <summary>
/// A fingerprint of the TLS software of a client, computed from its ClientHello. Two devices with the same software have the same one, so
/// a difference says more than an equality.
/// </summary>
/// <param name="Ja4">The JA4 fingerprint (FoxIO), such as <c>t13i1510_…</c>. A resumed TLS session may change it.</param>
/// <param name="Comparable">The same without what changes between two handshakes of one client, such as the resumption of a session.
/// Compare this one.</param>
public sealed record TlsFingerprint(string Ja4, string Comparable);
