using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;
using static FleetPortal.Interop.Tests.PathValidation.Parts;
using BigInteger = Org.BouncyCastle.Math.BigInteger;

namespace FleetPortal.Interop.Tests.PathValidation;

/// <summary>The table: chains as they are and as they must not be, in the manner of x509-limbo and Project Wycheproof.</summary>
internal static class PathCases
{
    private static readonly Forge Root =
        new() { Subject = new X509Name("O=Limbo,CN=Root"), Extensions = [Ca(), SignsCertificates], NotAfter = Time(Forge.Now.AddYears(5)) };

    private static readonly Forge Issuing = new() { Issuer = Root,
        Subject = new X509Name("O=Limbo,CN=Issuing"), Extensions = [Ca(0), SignsCertificates], NotAfter = Time(Forge.Now.AddYears(2)) };

    private static readonly Forge RsaRoot = Root with { Key = Keys.Rsa2048, Subject = new X509Name("O=Limbo,CN=RSA Root") };

    private static readonly Forge Device = new() { Issuer = Issuing, Extensions = [NoCa, Signs, ForClients] };

    public static IEnumerable<PathCase> All => [.. Sound,
        .. Validity, .. Constraints, .. Names, .. NameConstraints, .. Extensions, .. Fields, .. Signatures, .. PublicKeys, .. Encodings];

    private static IEnumerable<PathCase> Sound =>
    [
        new("issuing authority under a root", "§6.1", true, Device),
        new("directly under the root", "§6.1", true, Device with { Issuer = Root }),
        new("a chain of four",
            "§6.1", true, Device with { Issuer = Below(Below(Root with { Extensions = [Ca(), SignsCertificates] }, "One"), "Two") }),
        new("RSA device", "§4.1.2.7", true, Device with { Key = Keys.Rsa2048 }),
        new("RSA authority", "§4.1.2.7", true, Device with { Issuer = RsaRoot }),
        new("the root is sent along", "§6.1", true, Device) { Sent = [Issuing, Root] },
        new("the issuing authority is not sent", "§6.1", false, Device) { Sent = [] },
        new("another root of the same name", "§6.1.3 a 1", false, Device) { Root = Root with { Key = Keys.Next() } },
        new("a device that signed itself", "§6.1", false, Device with { Issuer = null, IssuerName = null }) { Sent = [], Root = Root },
        new("a device under a device", "§6.1.4 k", false, Device with { Issuer = Device with { Subject = new X509Name("CN=other") } }),
    ];

    private static IEnumerable<PathCase> Validity =>
    [
        new("ended", "§6.1.3 a 2", false, Device with { NotAfter = Time(Forge.Now.AddDays(-1)) }),
        new("not begun", "§6.1.3 a 2", false, Device with { NotBefore = Time(Forge.Now.AddDays(1)) }),
        new("ends before it begins",
            "§6.1.3 a 2", false, Device with { NotBefore = Time(Forge.Now.AddDays(1)), NotAfter = Time(Forge.Now.AddDays(-1)) }),
        new("the issuing authority has ended",
            "§6.1.3 a 2", false, Device with { Issuer = Issuing with { NotAfter = Time(Forge.Now.AddDays(-1)) } }),
        new("the issuing authority has not begun",
            "§6.1.3 a 2", false, Device with { Issuer = Issuing with { NotBefore = Time(Forge.Now.AddDays(1)) } }),
        new("the root has ended",
            "§6.1.1 d", false, Device with { Issuer = Issuing with { Issuer = Root with { NotAfter = Time(Forge.Now.AddDays(-1)) } } }),
        new("outlives its authority", "§6.1", true, Device with { NotAfter = Time(Forge.Now.AddYears(4)) }),
        new("no well-defined end", "§4.1.2.5", true, Device with { NotAfter = GeneralizedTime("99991231235959Z") }),
        new("UTCTime without seconds", "§4.1.2.5.1", false, Device with { NotAfter = UtcTime("2606301200Z") }),
        new("UTCTime with an offset", "§4.1.2.5.1", false, Device with { NotAfter = UtcTime("260630120000+0000") }),
        new("GeneralizedTime with fractions", "§4.1.2.5.2", false, Device with { NotAfter = GeneralizedTime("20500630120000.5Z") }),
        new("GeneralizedTime before 2050", "§4.1.2.5", true, Device with { NotAfter = GeneralizedTime("20260630120000Z") }),
        new("a month that is none", "§4.1.2.5.1", false, Device with { NotAfter = UtcTime("261330120000Z") }),
    ];

    private static IEnumerable<PathCase> Constraints =>
    [
        new("issuer without basicConstraints",
            "§6.1.4 k", false, Device with { Issuer = Issuing with { Extensions = [SignsCertificates] } }),
        new("issuer that is no authority",
            "§6.1.4 k", false, Device with { Issuer = Issuing with { Extensions = [NoCa, SignsCertificates] } }),
        new("issuer of version 1", "§6.1.4 k", false, Device with { Issuer = Issuing with { Version = 0, Extensions = [] } }),
        new("issuer whose keyUsage lacks keyCertSign",
            "§6.1.4 n", false, Device with { Issuer = Issuing with { Extensions = [Ca(), Usage(KeyUsage.CrlSign)] } }),
        new("issuer without keyUsage", "§6.1.4 n", true, Device with { Issuer = Issuing with { Extensions = [Ca(0)] } }) { OpenSslDiffers =
            "-x509_strict asks what a conforming authority would have written (§4.2.1), not what §6 asks of whoever validates" },
        new("basicConstraints of the issuer not critical", "§4.2.1.9", true,
            Device with { Issuer = Issuing with { Extensions = [Ca(0) with { Critical = false }, SignsCertificates] } }) { OpenSslDiffers =
            "-x509_strict asks what a conforming authority would have written (§4.2.1), not what §6 asks of whoever validates" },
        new("an authority more than pathLenConstraint allows",
            "§6.1.4 l", false, Device with { Issuer = Below(Root with { Extensions = [Ca(0), SignsCertificates] }, "Issuing") }),
        new("as many authorities as pathLenConstraint allows",
            "§6.1.4 l", true, Device with { Issuer = Below(Root with { Extensions = [Ca(1), SignsCertificates] }, "Issuing") }),
        new("a self-issued authority does not count",
            "§6.1.4 l", true, Device with { Issuer = Below(Root with { Extensions = [Ca(0), SignsCertificates] }, "Root") }),
        new("pathLenConstraint of an inner authority",
            "§6.1.4 m", false, Device with { Issuer = Below(Below(Root, "One") with { Extensions = [Ca(0), SignsCertificates] }, "Two") }),
        new("device with cA TRUE",
            "§6.1.5", true, Device with { Extensions = [Ca(), Usage(KeyUsage.DigitalSignature | KeyUsage.KeyCertSign), ForClients] }) {
             WeDiffer = "a Thing gets no certificate that can sign others" },
        new("device with keyCertSign and without cA",
            "§4.2.1.3", false, Device with { Extensions = [NoCa, Usage(KeyUsage.DigitalSignature | KeyUsage.KeyCertSign), ForClients] }),
        new("device that may not sign",
            "§4.2.1.3", false, Device with { Extensions = [NoCa, Usage(KeyUsage.KeyEncipherment), ForClients] }),
        new("device without any usage", "§4.2.1.3", true, Device with { Extensions = [NoCa] }),
        new("device without basicConstraints", "§4.2.1.9", true, Device with { Extensions = [Signs, ForClients] }),
        new("device for servers", "§4.2.1.12", false, Device with { Extensions = [NoCa, Signs, Purposes(KeyPurposeID.id_kp_serverAuth)] }),
        new("device for clients and servers", "§4.2.1.12",
            true, Device with { Extensions = [NoCa, Signs, Purposes(KeyPurposeID.id_kp_serverAuth, KeyPurposeID.id_kp_clientAuth)] }),
        new("device for anything",
            "§4.2.1.12: may be refused", false, Device with { Extensions = [NoCa, Signs, Purposes(KeyPurposeID.AnyExtendedKeyUsage)] }),
        new("authority for servers only", "§4.2.1.12", false,
            Device with { Issuer = Issuing with { Extensions = [Ca(0), SignsCertificates, Purposes(KeyPurposeID.id_kp_serverAuth)] } }),
    ];

    private static IEnumerable<PathCase> Names =>
    [
        new("names another issuer", "§6.1.3 a 4", false, Device with { IssuerName = new X509Name("O=Limbo,CN=Somebody") }),
        new("no subject, and no other name", "§4.1.2.6", false, Device with { Subject = Nobody }),
        new("no subject, critical subjectAltName", "§4.1.2.6", true, Device
            with { Subject = Nobody, Extensions = [NoCa, Signs, ForClients, Alternative(Dns("device.limbo")) with { Critical = true }] }),
        new("authority without a subject", "§4.1.2.4", false, Device with { Issuer = Issuing with { Subject = Nobody } }),
        new("authority key identifier of another key",
            "§4.2.1.1", false, Device with { KeyIdentifiers = false, Extensions = [NoCa, Signs, ForClients, Identifier(new byte[20])] }),
        new("device without authority key identifier", "§4.2.1.1", true, Device with { KeyIdentifiers = false }) { OpenSslDiffers =
            "-x509_strict asks what a conforming authority would have written (§4.2.1), not what §6 asks of whoever validates" },
        new("authority without subject key identifier",
            "§4.2.1.2", true, Device with { KeyIdentifiers = false, Issuer = Issuing with { KeyIdentifiers = false } }) { OpenSslDiffers =
            "-x509_strict asks what a conforming authority would have written (§4.2.1), not what §6 asks of whoever validates" },
    ];

    private static IEnumerable<PathCase> NameConstraints =>
    [
        Named("directory name inside", true, Permitted(Directory("O=Limbo"))),
        Named("directory name outside", false, Permitted(Directory("O=Elsewhere"))),
        Named("directory name excluded", false, Excluded(Directory("O=Limbo"))),
        Named("DNS name inside", true, Permitted(Dns("limbo")), Dns("device.limbo")),
        Named("DNS name outside", false, Permitted(Dns("limbo")), Dns("device.elsewhere")),
        Named("DNS name excluded", false, Excluded(Dns("limbo")), Dns("device.limbo")),
        Named("DNS name that only ends alike", false, Permitted(Dns("limbo")), Dns("device.notlimbo")),
        Named("one DNS name inside, one outside", false, Permitted(Dns("limbo")), Dns("device.limbo"), Dns("device.elsewhere")),
        Named("DNS constraint, no DNS name", true, Permitted(Dns("limbo"))),
        Named("address inside", true, Permitted(Address(10, 0, 0, 0, 255, 0, 0, 0)), Address(10, 1, 2, 3)),
        Named("address outside", false, Permitted(Address(10, 0, 0, 0, 255, 0, 0, 0)), Address(11, 1, 2, 3)),
        Named("URI inside", true, Permitted(Uri(".limbo")), Uri("https://device.limbo/1")),
        Named("URI outside", false, Permitted(Uri(".limbo")), Uri("https://device.elsewhere/1")),
        Named("constraint of the upper authority", false, null, Dns("device.elsewhere")) with
        {
            Leaf = Device with { Issuer = Below(Root with { Extensions = [Ca(), SignsCertificates, Permitted(Dns("limbo"))] }, "Issuing"),
                Extensions = [NoCa, Signs, ForClients, Alternative(Dns("device.elsewhere"))] },
        },
    ];

    private static IEnumerable<PathCase> Extensions =>
    [
        new("unknown extension", "§4.2", true, Device with { Extensions = [NoCa, Signs, ForClients, Unknown] }),
        new("unknown critical extension",
            "§6.1.5 f", false, Device with { Extensions = [NoCa, Signs, ForClients, Unknown with { Critical = true }] }),
        new("unknown critical extension of the authority", "§6.1.4 o",
            false, Device with { Issuer = Issuing with { Extensions = [Ca(0), SignsCertificates, Unknown with { Critical = true }] } }),
        new("the same extension twice", "§4.2", false, Device with { Extensions = [NoCa, Signs, ForClients, ForClients] }),
        new("extensions in version 1", "§4.1.2.9", false, Device with { Version = 0 }),
        new("critical authority key identifier", "§6.1.5 f: nobody carries it out", false, Device with { KeyIdentifiers = false,
            Extensions = [NoCa, Signs, ForClients, Identifier(Forge.IdentifierOf(Keys.SpkiOf(Issuing.Key))) with { Critical = true }] }),
        new("a policy is required, and there is none", "§6.1.5 g", false, Device with { Issuer = Issuing with { Extensions =
            [Ca(0), SignsCertificates, RequirePolicy] } }) { OpenSslDiffers = "it looks at policies only with -policy_check" },
        new("keyUsage that is no BIT STRING", "§4.2.1.3",
            false, Device with { Extensions = [NoCa, new Extra(X509Extensions.KeyUsage, DerInteger.ValueOf(1), true), ForClients] }),
        new("basicConstraints that is no SEQUENCE", "§4.2.1.9", false,
            Device with { Extensions = [new Extra(X509Extensions.BasicConstraints, DerInteger.ValueOf(1), true), Signs, ForClients] }),
        new("10,000 names", "§4.2.1.6", true, Device with { Extensions = [NoCa, Signs, ForClients, Alternative(
            [.. Enumerable.Range(0, 10_000).Select(i => Dns($"d{i}.limbo"))])] }) { WeDiffer = "limits come before reading: 16 KiB" },
    ];

    private static IEnumerable<PathCase> Fields =>
    [
        new("version 1 without extensions", "§4.1.2.1", true, Device with { Version = 0, Extensions = [], KeyIdentifiers = false }),
        new("a version that does not exist", "§4.1.2.1", false, Device with { Version = 7 }),
        new("serial number 0",
            "§4.1.2.2", false, Device with { Serial = BigInteger.Zero }) { OpenSslDiffers = "it does not look at serial numbers" },
        new("serial number negative", "§4.1.2.2",
            false, Device with { Serial = BigInteger.ValueOf(-4711) }) { OpenSslDiffers = "it does not look at serial numbers" },
        new("serial number of 20 octets", "§4.1.2.2", true, Device with { Serial = BigInteger.One.ShiftLeft(158) }),
        new("serial number of 21 octets", "§4.1.2.2",
            false, Device with { Serial = BigInteger.One.ShiftLeft(166) }) { OpenSslDiffers = "it does not look at serial numbers" },
        new("serial number with a leading zero too many",
            "X.690 §8.3.2", false, Device with { Tbs = PadSerial, Serial = BigInteger.ValueOf(0x11223344) }),
    ];

    private static IEnumerable<PathCase> Signatures =>
    [
        new("one bit of the content changed", "§6.1.3 a 1", false, Device with { Whole = der => Flip(der, der.Length / 2) }),
        new("one bit of the signature changed",
            "§6.1.3 a 1", false, Device with { Signature = signature => Flip(signature, signature.Length - 1) }),
        new("no signature", "§6.1.3 a 1", false, Device with { Signature = _ => [] }),
        new("r = 0, s = 0", "FIPS 186-5 §6.4.2", false, Device with { Signature = _ => Ecdsa(0, 0) }),
        new("r = 0", "FIPS 186-5 §6.4.2", false, Device with { Signature = signature => Ecdsa(0, S(signature)) }),
        new("s = 0", "FIPS 186-5 §6.4.2", false, Device with { Signature = signature => Ecdsa(R(signature), 0) }),
        new("r = 1, s = 1", "FIPS 186-5 §6.4.2", false, Device with { Signature = _ => Ecdsa(1, 1) }),
        new("r = n", "FIPS 186-5 §6.4.2", false, Device with { Signature = signature => Ecdsa(Order, S(signature)) }),
        new("r + n", "FIPS 186-5 §6.4.2", false, Device with { Signature = signature => Ecdsa(R(signature) + Order, S(signature)) }),
        new("s + n", "FIPS 186-5 §6.4.2", false, Device with { Signature = signature => Ecdsa(R(signature), S(signature) + Order) }),
        new("r negative", "FIPS 186-5 §6.4.2", false, Device with { Signature = signature => Ecdsa(-R(signature), S(signature)) }),
        new("r - n", "FIPS 186-5 §6.4.2", false, Device with { Signature = signature => Ecdsa(R(signature) - Order, S(signature)) }),
        new("n - s, which holds as well",
            "FIPS 186-5 §6.4.2", true, Device with { Signature = signature => Ecdsa(R(signature), Order - S(signature)) }),
        new("r and s changed places",
            "FIPS 186-5 §6.4.2", false, Device with { Signature = signature => Ecdsa(S(signature), R(signature)) }),
        new("s with a leading zero too many", "RFC 5753 §7.2, X.690 §8.3.2", false, Device with { Signature = signature =>
            Forge.Der(0x30, [.. Integer(R(signature)), .. Forge.Der(0x02, [0, 0, .. S(signature).ToByteArray(isBigEndian: true)])]) }),
        new("signature with a long length", "X.690 §10.1", false, Device with { Signature = signature => [0x30, 0x81, .. signature[1..]] }),
        new("signature with something behind it", "X.690", false, Device with { Signature = signature => [.. signature, 0] }),
        new("signature with a third number",
            "RFC 3279 §2.2.3", false, Device with { Signature = signature => Forge.Der(0x30, [.. signature[2..], 2, 1, 0]) }),
        new("signature that leaves bits unused", "X.690 §11.2", false, Device with { UnusedBits = 3 }),
        new("inner and outer algorithm differ",
            "§4.1.1.2", false, Device with { InnerAlgorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.ECDsaWithSha384) }),
        new("the algorithm says SHA-384, the signature is SHA-256",
            "§6.1.3 a 1", false, Device with { InnerAlgorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.ECDsaWithSha384),
            OuterAlgorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.ECDsaWithSha384) }),
        new("SHA-384", "RFC 5758 §3.2", true, Device with { Hash = HashAlgorithmName.SHA384, InnerAlgorithm = new AlgorithmIdentifier(
            X9ObjectIdentifiers.ECDsaWithSha384), OuterAlgorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.ECDsaWithSha384) }),
        new("SHA-1", "RFC 3279 §2.2.3", true, Device with { Hash = HashAlgorithmName.SHA1,
            InnerAlgorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.ECDsaWithSha1), OuterAlgorithm =
            new AlgorithmIdentifier(X9ObjectIdentifiers.ECDsaWithSha1) }) { WeDiffer = "broken since 2017: only SHA-2 counts" },
        new("MD5 with RSA", "RFC 6151 §2", false, Device with { Issuer = RsaRoot, Hash = HashAlgorithmName.MD5, InnerAlgorithm =
            Rsa(PkcsObjectIdentifiers.MD5WithRsaEncryption), OuterAlgorithm = Rsa(PkcsObjectIdentifiers.MD5WithRsaEncryption) }) {
             OpenSslDiffers = "at its standard security level it takes MD5" },
        new("RSA algorithm, ECDSA signature", "§6.1.3 a 1", false, Device with { InnerAlgorithm =
            Rsa(PkcsObjectIdentifiers.Sha256WithRsaEncryption), OuterAlgorithm = Rsa(PkcsObjectIdentifiers.Sha256WithRsaEncryption) }),
        new("RSA signature over another digest",
            "RFC 8017 §8.2.2", false, Device with { Issuer = RsaRoot, Hash = HashAlgorithmName.SHA512 }),
        new("RSA signature of zeroes",
            "RFC 8017 §8.2.2", false, Device with { Issuer = RsaRoot, Signature = signature => new byte[signature.Length] }),
        new("RSA signature longer than the modulus",
            "RFC 8017 §8.2.2", false, Device with { Issuer = RsaRoot, Signature = signature => [0, .. signature] }),
        new("the authority's signature is changed",
            "§6.1.3 a 1", false, Device with { Issuer = Issuing with { Signature = signature => Flip(signature, signature.Length - 1) } }),
    ];

    private static IEnumerable<PathCase> PublicKeys =>
    [
        new("RSA 1024", "CA/B BR §6.1.5", false,
            Device with { Key = Keys.Rsa1024 }) { OpenSslDiffers = "it does not judge the device's key at its standard security level" },
        new("RSA exponent 1", "CA/B BR §6.1.6", false, Device with { Spki = RsaKey(Keys.Rsa2048.ExportParameters(false).Modulus!, 1) }) {
             OpenSslDiffers = "it does not judge the device's key at its standard security level" },
        new("RSA exponent even", "CA/B BR §6.1.6", false, Device with { Spki = RsaKey(Keys.Rsa2048.ExportParameters(false).Modulus!,
            65536) }) { OpenSslDiffers = "it does not judge the device's key at its standard security level" },
        new("a curve that is spelled out", "RFC 5480 §2.1.1", false, Device with { Spki = ExplicitCurve() }),
        new("a point off the curve",
            "RFC 5480 §2.2", false, Device with { Spki = Flip(Keys.SpkiOf(Keys.Next()), Keys.SpkiOf(Keys.Next()).Length - 1) }),
        new("the point at infinity",
            "RFC 5480 §2.2", false, Device with { Spki = Point([0]) }) { OpenSslDiffers = "it does not read the device's key" },
        new("a point of half the length", "RFC 5480 §2.2", false, Device with { Spki = Point([4, .. new byte[32]]) }),
        new("no key at all", "§4.1.2.7", false, Device with { Spki = Point([]) }),
    ];

    private static IEnumerable<PathCase> Encodings =>
    [
        new("something behind the certificate",
            "X.690", false, Device with { Whole = der => [.. der, 0x05, 0x00] }) { OpenSslDiffers = "it reads BER" },
        new("indefinite length",
            "X.690 §10.1", false, Device with { Whole = der => [0x30, 0x80, .. der[4..], 0, 0] }) { OpenSslDiffers = "it reads BER" },
        new("length with a leading zero", "X.690 §10.1",
            false, Device with { Whole = der => [0x30, 0x83, 0, der[2], der[3], .. der[4..]] }) { OpenSslDiffers = "it reads BER" },
        new("critical FALSE is written", "X.690 §11.5", false,
            Device with { Extensions = [NoCa, Signs, ForClients with { FalseIsWritten = true }] }) { OpenSslDiffers = "it reads BER" },
        new("TRUE is written as 1", "X.690 §11.1",
            false, Device with { Tbs = tbs => Replace(tbs, [0x01, 0x01, 0xFF], [0x01, 0x01, 0x01]) }) { OpenSslDiffers = "it reads BER" },
        new("cut off", "§4.1", false, Device with { Whole = der => der[..^8] }),
        new("empty", "§4.1", false, Device with { Whole = _ => [] }),
    ];

    private static Forge Below(Forge issuer, string name) => Issuing
        with { Issuer = issuer, Key = Keys.Next(), Subject = new X509Name($"O=Limbo,CN={name}"), Extensions = [Ca(), SignsCertificates] };

    private static PathCase Named(string name, bool accept, Extra? constraint, params GeneralName[] alternatives) => new(
        "name constraint: " + name, "§4.2.1.10", accept,
        Device with
        {
            Issuer = Issuing with { Extensions = constraint is null ? [Ca(0), SignsCertificates] : [Ca(0), SignsCertificates, constraint] },
            Extensions = alternatives.Length == 0 ? [NoCa, Signs, ForClients] : [NoCa, Signs, ForClients, Alternative(alternatives)],
        });
}
