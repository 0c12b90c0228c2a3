using FleetPortal.Fleet.Connections;

namespace FleetPortal.Broker;

/// <summary>The client certificate of one connection and the result of its validation. A connection feature.</summary>
public sealed class TlsClientCertificate
{
    /// <summary>The certificate and the result of its validation; null if the client sent none.</summary>
    public PresentedCertificate? Certificate { get; set; }

    /// <summary>Whether the handshake is complete. Kestrel's own feature is set before the handshake begins.</summary>
    public bool HandshakeCompleted { get; set; }
}
