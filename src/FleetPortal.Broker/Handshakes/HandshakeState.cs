using System.Security.Authentication;
using FleetPortal.Fleet.Connections;

namespace FleetPortal.Broker.Handshakes;

/// <summary>What is known of a handshake while it runs and after it failed. A connection feature.</summary>
internal sealed class HandshakeState(DeviceListener listener, TimeSpan limit, TimeProvider time) : IDisposable
{
    // The reasons of OpenSSL's error numbers (sslerr.h). Reasons above AlertOffset are alerts that the client sent.
    private const int ReasonMask = 0x7FFFFF;
    private const int SslLibrary = 20;
    private const int LibraryShift = 23;
    private const int AlertOffset = 1000;

    private readonly CancellationTokenSource _deadline = new(limit, time);

    /// <summary>The listener of the connection.</summary>
    public DeviceListener Listener { get; } = listener;

    /// <summary>Ends when the handshake has taken too long.</summary>
    public CancellationToken Deadline => _deadline.Token;

    /// <summary>Whether the handshake is over and TLS works.</summary>
    public bool IsCompleted { get; private set; }

    /// <summary>Whether the client closed the connection without an octet of its own.</summary>
    public bool IsProbe { get; set; }

    /// <summary>Why TLS did not begin; null if it did, or if the reason is in <see cref="Failure"/>.</summary>
    public HandshakeRefusal? Refusal { get; set; }

    /// <summary>Whether the header of a proxy is missing still.</summary>
    public bool AwaitsProxyHeader { get; set; }

    /// <summary>The protocol of the first octets.</summary>
    public FirstOctets First { get; set; }

    /// <summary>What the client offers; null if no ClientHello was read.</summary>
    public ClientHello? Hello { get; set; }

    /// <summary>Whether the certificate of this handshake has an RSA key.</summary>
    public bool UsesRsa { get; set; }

    /// <summary>Why TLS ended the handshake; null if it did not.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Notes that the handshake is over, frees what only the handshake needs, and returns the fingerprint of the client.</summary>
    public TlsFingerprint? Complete()
    {
        IsCompleted = true;
        var fingerprint = Hello is null ? null : Ja4.Of(Hello);
        Hello = null;
        _deadline.Dispose();
        return fingerprint;
    }

    /// <inheritdoc/>
    public void Dispose() => _deadline.Dispose();

    /// <summary>The number of the TLS alert that the client sent; null if it sent none.</summary>
    public int? ClientAlert => Reason is { } reason and >= AlertOffset ? reason - AlertOffset : null;

    /// <summary>The reason that OpenSSL gives; null if it gives none.</summary>
    public int? Reason
    {
        get
        {
            // .NET keeps the number of OpenSSL's error in HResult of the innermost exception.
            var innermost = Failure;
            while (innermost?.InnerException is { } inner)
            {
                innermost = inner;
            }

            return innermost is { HResult: var number } && Failure is AuthenticationException && (number >> LibraryShift) == SslLibrary
                ? number & ReasonMask : null;
        }
    }
}
