using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Math;

namespace FleetPortal.Interop.Tests.PathValidation;

/// <summary>A certificate put together field by field, so that each of them can be wrong (RFC 5280 §4.1).</summary>
internal sealed record Forge
{
    public static readonly DateTime Now = new(2026, 6, 1, 12, 0, 0, DateTimeKind.Utc);

    private static readonly AlgorithmIdentifier EcdsaSha256 = new(X9ObjectIdentifiers.ECDsaWithSha256);
    private static readonly AlgorithmIdentifier RsaSha256 = new(PkcsObjectIdentifiers.Sha256WithRsaEncryption, DerNull.Instance);

    /// <summary>The key of the certificate itself.</summary>
    public AsymmetricAlgorithm Key { get; init; } = Keys.Next();

    /// <summary>Who signs; null signs with the own key.</summary>
    public Forge? Issuer { get; init; }

    /// <summary>0 for v1, 2 for v3.</summary>
    public int Version { get; init; } = 2;

    public BigInteger Serial { get; init; } = new(1, RandomNumberGenerator.GetBytes(8));

    public X509Name Subject { get; init; } = new("O=Limbo,CN=device");

    /// <summary>Null: the subject of the issuer.</summary>
    public X509Name? IssuerName { get; init; }

    /// <summary>As it is encoded.</summary>
    public byte[] NotBefore { get; init; } = Parts.Time(Now.AddDays(-10));

    /// <summary>As it is encoded.</summary>
    public byte[] NotAfter { get; init; } = Parts.Time(Now.AddDays(10));

    /// <summary>Null: that of <see cref="Key"/>.</summary>
    public byte[]? Spki { get; init; }

    public IReadOnlyList<Extra> Extensions { get; init; } = [];

    /// <summary>Whether subject and authority key identifiers are added.</summary>
    public bool KeyIdentifiers { get; init; } = true;

    /// <summary>The algorithm that the signed part names; null: the right one.</summary>
    public AlgorithmIdentifier? InnerAlgorithm { get; init; }

    /// <summary>The algorithm outside; null: the right one.</summary>
    public AlgorithmIdentifier? OuterAlgorithm { get; init; }

    /// <summary>The digest that is signed.</summary>
    public HashAlgorithmName Hash { get; init; } = HashAlgorithmName.SHA256;

    /// <summary>Changes the signature of the certificate.</summary>
    public Func<byte[], byte[]> Signature { get; init; } = signature => signature;

    /// <summary>Changes the signed part before it is signed.</summary>
    public Func<byte[], byte[]> Tbs { get; init; } = tbs => tbs;

    /// <summary>Changes the whole DER of the certificate.</summary>
    public Func<byte[], byte[]> Whole { get; init; } = der => der;

    /// <summary>Unused bits that the signature's BIT STRING claims.</summary>
    public int UnusedBits { get; init; }

    private byte[] OwnSpki => Spki ?? Keys.SpkiOf(Key);

    private Forge Signer => Issuer ?? this;

    /// <summary>The DER, or what is meant to look like it.</summary>
    public byte[] Build()
    {
        var right = Signer.Key is RSA ? RsaSha256 : EcdsaSha256;
        List<byte[]> fields =
        [
            Version > 0 ? Der(0xA0, [0x02, 0x01, (byte)Version]) : [],
            new DerInteger(Serial).GetDerEncoded(),
            (InnerAlgorithm ?? right).GetDerEncoded(),
            (IssuerName ?? Signer.Subject).GetDerEncoded(),
            Der(0x30, [.. NotBefore, .. NotAfter]),
            Subject.GetDerEncoded(),
            OwnSpki,
        ];
        var extensions = AllExtensions().Select(x => x.Encode().GetDerEncoded()).ToList();
        if (extensions.Count > 0)
        {
            fields.Add(Der(0xA3, Der(0x30, [.. extensions.SelectMany(x => x)])));
        }

        var tbs = Tbs(Der(0x30, [.. fields.SelectMany(x => x)]));
        var signature = Signature(Keys.Sign(Signer.Key, tbs, Hash));
        var whole = new List<byte>();
        whole.AddRange(tbs);
        whole.AddRange((OuterAlgorithm ?? right).GetDerEncoded());
        whole.AddRange(Der(0x03, [(byte)UnusedBits, .. signature]));
        return Whole(Der(0x30, [.. whole]));
    }

    /// <summary>Tag, length, value with the shortest length.</summary>
    public static byte[] Der(byte tag, byte[] value) => value.Length switch
    {
        < 0x80 => [tag, (byte)value.Length, .. value],
        < 0x100 => [tag, 0x81, (byte)value.Length, .. value],
        < 0x10000 => [tag, 0x82, (byte)(value.Length >> 8), (byte)value.Length, .. value],
        _ => [tag, 0x83, (byte)(value.Length >> 16), (byte)(value.Length >> 8), (byte)value.Length, .. value],
    };

    /// <summary>The identifier that both key identifier extensions hold (RFC 5280 §4.2.1.2, method 1).</summary>
    public static byte[] IdentifierOf(byte[] spki) => SHA256.HashData(spki)[..20];

    private IEnumerable<Extra> AllExtensions()
    {
        if (Version == 2 && KeyIdentifiers)
        {
            yield return new Extra(X509Extensions.SubjectKeyIdentifier, new DerOctetString(IdentifierOf(OwnSpki)));
            if (Issuer is not null)
            {
                yield return new Extra(X509Extensions.AuthorityKeyIdentifier,
                    new DerSequence(new DerTaggedObject(false, 0, new DerOctetString(IdentifierOf(Issuer.OwnSpki)))));
            }
        }

        foreach (var extension in Extensions)
        {
            yield return extension;
        }
    }
}

/// <summary>An extension as it is written, also twice, also wrong.</summary>
/// <param name="FalseIsWritten">Writes <c>critical FALSE</c>, which DER leaves out.</param>
internal sealed record Extra(DerObjectIdentifier Oid, Asn1Encodable Value, bool Critical = false, bool FalseIsWritten = false)
{
    public Asn1Encodable Encode()
    {
        var value = new DerOctetString(Value.GetDerEncoded());
        return Critical || FalseIsWritten ? new DerSequence(Oid, DerBoolean.GetInstance(Critical), value) : new DerSequence(Oid, value);
    }
}

/// <summary>Keys, made once for all cases, and what is signed with them.</summary>
internal static class Keys
{
    private static readonly AsymmetricAlgorithm[] Pool =
        [.. Enumerable.Range(0, 8).Select(_ => ECDsa.Create(ECCurve.NamedCurves.nistP256))];
    private static int _next;

    public static RSA Rsa2048 { get; } = RSA.Create(2048);

    public static RSA Rsa1024 { get; } = RSA.Create(1024);

    public static AsymmetricAlgorithm Next() => Pool[Interlocked.Increment(ref _next) % Pool.Length];

    public static byte[] SpkiOf(AsymmetricAlgorithm key) => key.ExportSubjectPublicKeyInfo();

    public static byte[] Sign(AsymmetricAlgorithm key, byte[] data, HashAlgorithmName hash) => key switch
    {
        ECDsa ec => ec.SignData(data, hash, DSASignatureFormat.Rfc3279DerSequence),
        RSA rsa => rsa.SignData(data, hash, RSASignaturePadding.Pkcs1),
        _ => throw new ArgumentException("Neither EC nor RSA.", nameof(key)),
    };
}
