using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Enrolment;
using FleetPortal.Fleet.Rotations;
using FleetPortal.Fleet.Waves;

namespace FleetPortal.Fleet.Tests.Waves;

/// <summary>Steps that several tests of waves share.</summary>
internal static class WaveSteps
{
    /// <summary>
    /// The Things that received the command connect with a new certificate, the old ones are retired, and the waves advance.
    /// </summary>
    public static async Task ObeyAllAsync(TestRegistry registry, List<CertificateView> certificates)
    {
        foreach (var certificate in certificates.Where(certificate => registry.Get<PendingRotationIndex>()
            .ToTell(certificate.ThingName) is not null).ToList())
        {
            await ObeyAsync(registry, certificate);
        }

        await registry.Get<CommitRotations>().CommitDueAsync(CancellationToken.None);
        await StepAsync(registry);
    }

    public static async Task<List<CertificateView>> EnrolAsync(TestRegistry registry, int count, bool connected = true)
    {
        var certificates = new List<CertificateView>();
        for (var i = 0; i < count; i++)
        {
            certificates.Add(await registry.EnrolAsync($"pump-{i}"));
            if (connected)
            {
                await registry.NoteAsync($"pump-{i}", connected: true);
            }
        }

        return certificates;
    }

    public static Task<WaveView> StartAsync(TestRegistry registry, StartWaveRequest request) => registry.StartWaveAsync(request);

    public static Task StepAsync(TestRegistry registry) => registry.Get<WaveRunner>().StepAsync(CancellationToken.None);

    public static async Task<WaveView> FindAsync(TestRegistry registry, string id) => (await registry.WaveAsync(id))!;

    public static async Task ObeyAsync(TestRegistry registry, CertificateView with)
    {
        var renewed = await RenewAsync(registry, with);
        await registry.NoteAsync(with.ThingName, connected: true, renewed.Id);
        await registry.Get<RotationProof>().NoteConnectedAsync(with.ThingName, renewed.Id);
    }

    public static async Task<CertificateView> RenewAsync(TestRegistry registry, CertificateView with)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(with.Der);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var shown = new PresentedCertificate(certificate, registry.Get<AuthorityVault>().Anchors.Verify(certificate));
        var request = new CertificateRequest($"CN={with.ThingName}", key, HashAlgorithmName.SHA256).CreateSigningRequest();
        return (await registry.Get<RenewCertificate>()
            .ExecuteAsync(shown, request, makeKey: false, new DeviceOrigin("", "TLS 1.3", "MQTT"), CancellationToken.None)).Certificate;
    }

}
