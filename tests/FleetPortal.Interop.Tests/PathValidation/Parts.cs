using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;

namespace FleetPortal.Interop.Tests.PathValidation;

/// <summary>What the cases are put together from.</summary>
internal static class Parts
{
    /// <summary>The order of P-256 (FIPS 186-5, SP 800-186 §3.2.1.3).</summary>
    public static readonly BigInteger Order = BigInteger.Parse("0ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
        System.Globalization.NumberStyles.HexNumber, null);

    public static readonly Extra NoCa = new(X509Extensions.BasicConstraints, new DerSequence(), true);
    public static readonly Extra Signs = Usage(KeyUsage.DigitalSignature);
    public static readonly Extra SignsCertificates = Usage(KeyUsage.KeyCertSign | KeyUsage.CrlSign);
    public static readonly Extra ForClients = Purposes(KeyPurposeID.id_kp_clientAuth);
    public static readonly Extra Unknown = new(new DerObjectIdentifier("1.3.6.1.4.1.55555.1"), DerNull.Instance);
    public static readonly Extra RequirePolicy =
        new(X509Extensions.PolicyConstraints, new DerSequence(new DerTaggedObject(false, 0, DerInteger.ValueOf(0))), true);

    public static X509Name Nobody => new(new List<DerObjectIdentifier>(), new List<string>());

    public static Extra Ca(int? pathLength = null) =>
        new(X509Extensions.BasicConstraints, pathLength is { } length
            ? new DerSequence(DerBoolean.True, DerInteger.ValueOf(length)) : new DerSequence(DerBoolean.True), true);

    public static Extra Usage(int bits) => new(X509Extensions.KeyUsage, new KeyUsage(bits), true);

    public static Extra Purposes(params KeyPurposeID[] purposes) => new(X509Extensions.ExtendedKeyUsage, new ExtendedKeyUsage(purposes));

    public static Extra Alternative(params GeneralName[] names) => new(X509Extensions.SubjectAlternativeName, new GeneralNames(names));

    public static Extra Identifier(byte[] keyIdentifier) =>
        new(X509Extensions.AuthorityKeyIdentifier, new DerSequence(new DerTaggedObject(false, 0, new DerOctetString(keyIdentifier))));

    public static Extra Permitted(GeneralName name) => new(X509Extensions.NameConstraints,
        new DerSequence(new DerTaggedObject(false, 0, new DerSequence(new GeneralSubtree(name)))), true);

    public static Extra Excluded(GeneralName name) => new(X509Extensions.NameConstraints,
        new DerSequence(new DerTaggedObject(false, 1, new DerSequence(new GeneralSubtree(name)))), true);

    public static GeneralName Directory(string name) => new(new X509Name(name));

    public static GeneralName Dns(string name) => new(GeneralName.DnsName, name);

    public static GeneralName Uri(string name) => new(GeneralName.UniformResourceIdentifier, name);

    public static GeneralName Address(params byte[] octets) => new(GeneralName.IPAddress, new DerOctetString(octets));

    public static AlgorithmIdentifier Rsa(DerObjectIdentifier oid) => new(oid, DerNull.Instance);

    public static byte[] Time(DateTime time) => new DerUtcTime(time, 2049).GetDerEncoded();

    /// <summary>UTCTime of any text.</summary>
    public static byte[] UtcTime(string text) => Forge.Der(0x17, Encoding.ASCII.GetBytes(text));

    /// <summary>GeneralizedTime of any text.</summary>
    public static byte[] GeneralizedTime(string text) => Forge.Der(0x18, Encoding.ASCII.GetBytes(text));

    public static byte[] Flip(byte[] octets, int at)
    {
        var changed = (byte[])octets.Clone();
        changed[at] ^= 1;
        return changed;
    }

    public static byte[] Replace(byte[] octets, byte[] what, byte[] by)
    {
        var at = octets.AsSpan().IndexOf(what);
        return at < 0 ? throw new ArgumentException("What is to be replaced is not there.", nameof(what))
            : [.. octets[..at], .. by, .. octets[(at + what.Length)..]];
    }

    /// <summary>Writes the serial number 0x11223344 with an octet too many.</summary>
    public static byte[] PadSerial(byte[] tbs)
    {
        var padded = Replace(tbs, [0x02, 0x04, 0x11, 0x22, 0x33, 0x44], [0x02, 0x05, 0x00, 0x11, 0x22, 0x33, 0x44]);
        return Forge.Der(0x30, padded[4..]);
    }

    public static BigInteger R(byte[] signature) => ((DerInteger)Sequence(signature)[0]).Value is { } r
        ? new BigInteger(r.ToByteArray(), isBigEndian: true) : default;

    public static BigInteger S(byte[] signature) => ((DerInteger)Sequence(signature)[1]).Value is { } s
        ? new BigInteger(s.ToByteArray(), isBigEndian: true) : default;

    public static byte[] Ecdsa(BigInteger r, BigInteger s) => Forge.Der(0x30, [.. Integer(r), .. Integer(s)]);

    public static byte[] Integer(BigInteger value) => Forge.Der(0x02, value.ToByteArray(isBigEndian: true));

    public static byte[] RsaKey(byte[] modulus, int exponent) =>
        new SubjectPublicKeyInfo(Rsa(PkcsObjectIdentifiers.RsaEncryption), new RsaPublicKeyStructure(
            new Org.BouncyCastle.Math.BigInteger(1, modulus), Org.BouncyCastle.Math.BigInteger.ValueOf(exponent))).GetDerEncoded();

    public static byte[] Point(byte[] point) => new SubjectPublicKeyInfo(
        new AlgorithmIdentifier(X9ObjectIdentifiers.IdECPublicKey, X9ObjectIdentifiers.Prime256v1), point).GetDerEncoded();

    /// <summary>P-256 with all its parameters instead of its name (CVE-2020-0601).</summary>
    public static byte[] ExplicitCurve()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = key.ExportParameters(false).Q;
        return new SubjectPublicKeyInfo(new AlgorithmIdentifier(X9ObjectIdentifiers.IdECPublicKey, ECNamedCurveTable.GetByName("P-256")),
            [4, .. point.X!, .. point.Y!]).GetDerEncoded();
    }

    private static Asn1Sequence Sequence(byte[] signature) => Asn1Sequence.GetInstance(signature);
}
