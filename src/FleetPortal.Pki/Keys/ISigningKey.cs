namespace FleetPortal.Pki.Keys;

/// <summary>
/// The private key of an authority: it signs, and never shows itself. The wall behind which an encrypted file or a
/// hardware module may stand.
/// </summary>
public interface ISigningKey : IDisposable
{
    /// <summary>The public half, as DER SubjectPublicKeyInfo (RFC 5280 §4.1.2.7).</summary>
    ReadOnlyMemory<byte> SubjectPublicKeyInfo { get; }

    /// <summary>The DER AlgorithmIdentifier that goes beside each signature (RFC 5758 §3.2).</summary>
    ReadOnlyMemory<byte> SignatureAlgorithm { get; }

    /// <summary>Signs <paramref name="data"/>; the answer is a DER ECDSA-Sig-Value (RFC 3279 §2.2.3).</summary>
    /// <exception cref="PkiException"><c>key-unavailable</c>: it cannot be reached now; nothing was signed.</exception>
    byte[] Sign(ReadOnlySpan<byte> data);

    /// <summary>Whether it can be reached now, asked without signing anything.</summary>
    bool IsAvailable();
}
