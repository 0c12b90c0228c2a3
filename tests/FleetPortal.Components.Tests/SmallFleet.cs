using FleetPortal.Fleet.Applications;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Fleet.Things;
using FleetPortal.Fleet.Waves;

namespace FleetPortal.Components.Tests;

/// <summary>One of everything that a page can be about.</summary>
internal sealed record SmallFleet(CertificateView Certificate, AuthorityView Authority, string Wave, string Batch, string Finding)
{
    /// <summary>The ThingName of the first Thing.</summary>
    public const string Thing = "pump-1";

    /// <summary>The name of the application.</summary>
    public const string Application = "historian";

    /// <summary>A Thing with two certificates, a wave that waits for it, and a batch that is to revoke the first of them.</summary>
    public static async Task<SmallFleet> CreateAsync(PageContext page)
    {
        var actor = PageContext.Administrator;
        await page.Get<RegisterThing>().ExecuteAsync(new RegisterThingRequest(Thing), actor, CancellationToken.None);
        var certificate = (await page.Get<IssueCertificate>()
            .ExecuteAsync(new IssueCertificateRequest(Thing), actor, CancellationToken.None)).Certificate;
        await page.Get<IssueCertificate>().ExecuteAsync(new IssueCertificateRequest(Thing), actor, CancellationToken.None);
        var authority = (await page.Get<AuthorityQueries>().ListAsync(actor, CancellationToken.None))[^1];
        var wave = await page.Get<StartWave>().ExecuteAsync(new StartWaveRequest(new WaveSelection()), actor, CancellationToken.None);
        var batch = await page.Get<StartRevocationBatch>().ExecuteAsync(
            new RevocationBatchRequest(new CertificateSelection([certificate.Id], null), RevocationReason.Superseded),
            actor, CancellationToken.None);
        await page.Get<CreateApplication>().ExecuteAsync(new CreateApplicationRequest(Application, "Data team", "keeps 2 years",
            ["fleet/+/+/telemetry/#"], ["fleet/+/{group:plant-2}/commands/#"]), actor, CancellationToken.None);
        await page.Get<IssueCertificate>().ExecuteAsync(
            new IssueCertificateRequest(Application, Owner: PrincipalKind.Application), actor, CancellationToken.None);
        return new SmallFleet(certificate, authority, wave.Id, batch.Id, await CloneFinding.OpenAsync(page, Thing, certificate.Id));
    }
}
