using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FleetPortal.Pki.Chains;
using FleetPortal.Pki.Issuance;
using FleetPortal.Pki.Keys;
using FleetPortal.Pki.Profiles;
using FleetPortal.Pki.Text;
using Xunit;

namespace FleetPortal.Pki.Tests;

public sealed class IssuanceTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());

    private readonly EcdsaSigningKey _rootKey = EcdsaSigningKey.Create();
    private readonly EcdsaSigningKey _issuingKey = EcdsaSigningKey.Create();
    private readonly byte[] _root;
    private readonly IssuingAuthority _authority;

    public IssuanceTests()
    {
        _root = AuthorityIssuer.IssueRoot("Root", _rootKey, Now.AddMinutes(-5), Now.AddYears(20));
        var issuing = AuthorityIssuer.IssueSubordinate(new IssuingAuthority(_root, _rootKey),
            _issuingKey, new SubordinateContent("Issuing", Now.AddMinutes(-5), Now.AddYears(10)));
        _authority = new IssuingAuthority(issuing, _issuingKey);
    }

    [Fact]
    public void AnIssuedCertificate_LeadsToTheRoot()
    {
        using var certificate = Issue(ContentFor("pump-1"));
        using var anchors = new TrustAnchors([_root], [_authority.Certificate], []);
        var verdict = anchors.Verify(certificate);
        Assert.True(verdict.Trusted, verdict.Detail);
        Assert.Equal("Issuing, then Root", verdict.Detail);
        Assert.Equal("CN=pump-1", certificate.Subject);
    }

    [Fact]
    public void ANameTooLongForACommonName_StandsInACriticalSubjectAltName()
    {
        var name = new string('x', 128);
        using var certificate = Issue(ContentFor(name));
        Assert.Equal("", certificate.Subject);
        Assert.Contains(certificate.Extensions, extension => extension.Oid!.Value == "2.5.29.17" && extension.Critical);
    }

    [Fact]
    public void AServerCertificate_IsNotTrustedAsAClient()
    {
        using var certificate = Issue(ContentFor("localhost") with { Profile = Profile.Server, ServerNames = ["127.0.0.1"] });
        using var anchors = new TrustAnchors([_root], [_authority.Certificate], []);
        var verdict = anchors.Verify(certificate);
        Assert.False(verdict.Trusted);
        Assert.Contains("not a client certificate", verdict.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void ACertificateOfAnotherAuthority_IsNotTrusted()
    {
        using var foreign = new IssuanceTests();
        using var certificate = foreign.Issue(ContentFor("pump-1"));
        using var anchors = new TrustAnchors([_root], [_authority.Certificate], []);
        Assert.False(anchors.Verify(certificate).Trusted);
    }

    [Fact]
    public void ASelfSignedCertificate_IsCalledThat()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=pump-1", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(Now.AddDays(-1), Now.AddDays(1));
        using var anchors = new TrustAnchors([_root], [_authority.Certificate], []);
        Assert.Equal((false, "self-signed"), (anchors.Verify(certificate).Trusted, anchors.Verify(certificate).Detail));
    }

    [Fact]
    public void ACertificateThatWouldOutliveItsAuthority_IsNotSigned()
    {
        var content = ContentFor("pump-1") with { NotAfter = _authority.NotAfter.AddDays(1) };
        Assert.Equal("lint-validity-authority", Assert.Throws<PkiException>(() => CertificateIssuer.Issue(_authority, content)).Code);
    }

    [Fact]
    public void AKeyThatIsNotTheAuthoritys_IsRefused() =>
        Assert.Equal("authority-key", Assert.Throws<PkiException>(() => new IssuingAuthority(_authority.Certificate, _rootKey)).Code);

    [Fact]
    public void Validity_EndsNoLaterThanTheAuthority()
    {
        var (_, notAfter) = CertificateContent.ValidityOf(Profile.Thing, TimeSpan.FromDays(3650), Now.AddDays(10), Now);
        Assert.Equal(Now.AddDays(10), notAfter);
        Assert.Equal("validity-too-long", Assert
            .Throws<PkiException>(() => CertificateContent.ValidityOf(Profile.Thing, TimeSpan.FromDays(3651), Now.AddYears(20), Now)).Code);
    }

    public void Dispose()
    {
        _rootKey.Dispose();
        _issuingKey.Dispose();
    }

    private X509Certificate2 Issue(
        CertificateContent content) => X509CertificateLoader.LoadCertificate(CertificateIssuer.Issue(_authority, content));

    private static CertificateContent ContentFor(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var random = RandomNumberGenerator.Create();
        return new CertificateContent
        {
            Profile = Profile.Thing,
            SerialNumber = SerialNumber.Create(random),
            Name = name,
            SubjectPublicKeyInfo = key.ExportSubjectPublicKeyInfo(),
            NotBefore = Now.AddMinutes(-5),
            NotAfter = Now.AddDays(365),
        };
    }
}
