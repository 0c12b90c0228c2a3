using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X9;

namespace FleetPortal.Pki.Requests;

/// <summary>The signatures that count: ECDSA and RSA PKCS#1 v1.5 with SHA-256 or better.</summary>
internal static class SignatureAlgorithms
{
    private static readonly HashSet<string> Accepted =
    [
        X9ObjectIdentifiers.ECDsaWithSha256.Id, X9ObjectIdentifiers.ECDsaWithSha384.Id, X9ObjectIdentifiers.ECDsaWithSha512.Id,
        PkcsObjectIdentifiers.Sha256WithRsaEncryption.Id, PkcsObjectIdentifiers.Sha384WithRsaEncryption.Id, PkcsObjectIdentifiers.Sha512WithRsaEncryption.Id,
    ];

    /// <summary>Whether a signature with this algorithm counts.</summary>
    /// <param name="oid">In dotted digits.</param>
    public static bool Counts(string oid) => Accepted.Contains(oid);
}
