namespace FleetPortal.Pki.Keys;

/// <summary>The private key of an authority. It signs and cannot be read. It may be in an encrypted file or in a hardware module.</summary>
public interface ISigningKey : IDisposable
{
    /// <summary>The public key: SubjectPublicKeyInfo in DER (RFC 5280 §4.1.2.7).</summary>
    ReadOnlyMemory<byte> SubjectPublicKeyInfo { get; }

    /// <summary>The AlgorithmIdentifier of its signatures in DER (RFC 5758 §3.2).</summary>
    ReadOnlyMemory<byte> SignatureAlgorithm { get; }

    /// <summary>Signs <paramref name="data"/> and returns an ECDSA-Sig-Value in DER (RFC 3279 §2.2.3).</summary>
    /// <exception cref="PkiException"><c>key-unavailable</c>: the key cannot be reached now, and nothing was signed.</exception>
    byte[] Sign(ReadOnlySpan<byte> data);

    /// <summary>Returns whether the key can be reached now. Signs nothing.</summary>
    bool IsAvailable();
}
