using System.Security.Cryptography;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X9;

namespace FleetPortal.Pki.Requests;

/// <summary>The accepted signature algorithms: ECDSA and RSA PKCS#1 v1.5, with SHA-256 or better.</summary>
internal static class SignatureAlgorithms
{
    private static readonly HashSet<string> Accepted =
    [
        X9ObjectIdentifiers.ECDsaWithSha256.Id, X9ObjectIdentifiers.ECDsaWithSha384.Id, X9ObjectIdentifiers.ECDsaWithSha512.Id,
        PkcsObjectIdentifiers.Sha256WithRsaEncryption.Id,
        PkcsObjectIdentifiers.Sha384WithRsaEncryption.Id, PkcsObjectIdentifiers.Sha512WithRsaEncryption.Id,
    ];

    /// <summary>Returns whether signatures with this algorithm are accepted.</summary>
    /// <param name="oid">The object identifier in dotted form.</param>
    public static bool Counts(string oid) => Accepted.Contains(oid);

    /// <summary>Returns whether an accepted algorithm is ECDSA. Otherwise it is RSA.</summary>
    public static bool IsEcdsa(string oid) => oid.StartsWith("1.2.840.10045.", StringComparison.Ordinal);

    /// <summary>Returns the hash algorithm of an accepted signature algorithm.</summary>
    public static HashAlgorithmName HashOf(string oid) =>
        oid == X9ObjectIdentifiers.ECDsaWithSha512.Id || oid == PkcsObjectIdentifiers.Sha512WithRsaEncryption.Id ? HashAlgorithmName.SHA512
        : oid == X9ObjectIdentifiers.ECDsaWithSha384.Id
            || oid == PkcsObjectIdentifiers.Sha384WithRsaEncryption.Id ? HashAlgorithmName.SHA384
        : HashAlgorithmName.SHA256;
}
