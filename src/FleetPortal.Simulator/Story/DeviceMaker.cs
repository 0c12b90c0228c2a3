using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FleetPortal.Simulator.Story;

/// <summary>
/// The maker of the valves. It has an authority of its own, which the portal knows as an external one, and gives each valve a certificate
/// at the factory. Its key never leaves the state directory of the simulator.
/// </summary>
internal sealed class DeviceMaker : IDisposable
{
    private const string Name = "Kessler Valves CA 2";
    private const string FileName = "kessler-valves-ca";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const int AuthorityAgeDays = 3 * 365;
    private const int AuthorityDays = 10 * 365;
    private const int DeviceAgeDays = 420;
    private const int SerialOctets = 16;

    private readonly X509Certificate2 _authority;
    private readonly ECDsa _key;
    private readonly DateTimeOffset _now;

    private DeviceMaker(X509Certificate2 authority, DateTimeOffset now) =>
        (_authority, _key, _now) = (authority, authority.GetECDsaPrivateKey()!, now);

    /// <summary>The certificate of the authority in PEM.</summary>
    public string AuthorityPem => _authority.ExportCertificatePem();

    /// <summary>Opens the stored authority, or makes it.</summary>
    public static DeviceMaker Open(DeviceStorage storage, DateTimeOffset now, string name = Name) =>
        new(storage.Read(FileName) ?? Make(storage, now, name), now);

    /// <summary>Proves the possession of the key: signs a certificate whose common name is the registration code.</summary>
    public string Prove(string code)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={code}", key, HashAlgorithmName.SHA256);
        return Sign(request, _now.AddHours(-1), _now.AddDays(1));
    }

    /// <summary>Issues a certificate to a device, in PEM.</summary>
    public string Issue(string thingName, AsymmetricAlgorithm key, int days)
    {
        var request = DeviceKey.RequestOf(thingName, key);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ClientAuthentication)], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_authority, true, false));
        return Sign(request, _now.AddDays(-DeviceAgeDays), _now.AddDays(days));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _key.Dispose();
        _authority.Dispose();
    }

    private static X509Certificate2 Make(DeviceStorage storage, DateTimeOffset now, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var request = new CertificateRequest($"CN={name}, O=Kessler", key, HashAlgorithmName.SHA384);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, critical: true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var begin = now.AddDays(-AuthorityAgeDays);
        using var made = request.CreateSelfSigned(begin, begin.AddDays(AuthorityDays));
        return storage.Write(FileName, key, made.ExportCertificatePem());
    }

    private string Sign(CertificateRequest request, DateTimeOffset notBefore, DateTimeOffset notAfter)
    {
        // A positive serial number (RFC 5280 §4.1.2.2).
        var serial = RandomNumberGenerator.GetBytes(SerialOctets);
        serial[0] = (byte)((serial[0] & 0x3F) | 0x40);
        using var certificate = request.Create(
            _authority.SubjectName, X509SignatureGenerator.CreateForECDsa(_key), notBefore, notAfter, serial);
        return certificate.ExportCertificatePem();
    }
}
