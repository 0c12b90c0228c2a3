using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Attempts;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Enrolment;
using FleetPortal.Fleet.Identity;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Fleet.Things;
using FleetPortal.Fleet.Topics;
using FleetPortal.Fleet.Waves;

namespace FleetPortal.Components.Tests;

/// <summary>A small fleet in which every value can be recognised in a page: what a person may not read must not appear.</summary>
internal sealed class MarkedFleet
{
    /// <summary>The Thing. Its name is part of addresses, so it is not one of the <see cref="Secrets"/>.</summary>
    public const string Thing = "thing-in-address";

    private const string Group = "group-qzx";
    private const string Site = "site-qzx";
    private const string TokenName = "token-qzx";
    private const string Person = "person-qzx";
    private const string Payload = "payload-qzx";
    private const string Note = "note-qzx";
    private const string Address = "203.0.113.77";

    private MarkedFleet(CertificateView certificate, string wave, string batch, long attempt) =>
        (Certificate, Wave, Batch, Attempt) = (certificate, wave, batch, attempt);

    /// <summary>The active certificate of <see cref="Thing"/>.</summary>
    public CertificateView Certificate { get; }

    /// <summary>The id of a wave.</summary>
    public string Wave { get; }

    /// <summary>The id of a revocation batch.</summary>
    public string Batch { get; }

    /// <summary>The id of a finding about <see cref="Thing"/>.</summary>
    public required string Finding { get; init; }

    /// <summary>The id of a refused attempt.</summary>
    public long Attempt { get; }

    /// <summary>What needs the right to read.</summary>
    public IReadOnlyList<string> Secrets => [Certificate.SerialNumber, Group, Site, Payload, Note, Address, .. ForAdministrators];

    /// <summary>What only administrators may read.</summary>
    public static IReadOnlyList<string> ForAdministrators => [TokenName, Person];

    /// <summary>Fills the registry of a page.</summary>
    public static async Task<MarkedFleet> CreateAsync(PageContext context)
    {
        var (administrator, none) = (PageContext.Administrator, CancellationToken.None);
        var things = context.Get<RegisterThing>();
        var registered = new RegisterThingRequest(Thing, "pump", [Group], new Dictionary<string, string> { ["site"] = Site });
        await things.ExecuteAsync(registered, administrator, none);
        await things.ExecuteAsync(new RegisterThingRequest("thing-in-batch", "pump"), administrator, none);
        var issue = context.Get<IssueCertificate>();
        var certificate = (await issue.ExecuteAsync(new IssueCertificateRequest(Thing, null), administrator, none)).Certificate;
        var other = (await issue.ExecuteAsync(new IssueCertificateRequest("thing-in-batch", null), administrator, none)).Certificate;
        var second = (await issue.ExecuteAsync(new IssueCertificateRequest(Thing, null), administrator, none)).Certificate;
        await context.Get<HoldCertificate>().ExecuteAsync(second.Id, administrator, none, Note);
        await context.Get<CreateApiToken>().ExecuteAsync(TokenName, Role.Viewer, 30, administrator, none);
        await context.Get<CreateEnrolmentToken>().ExecuteAsync(Thing, PrincipalKind.Thing, 24, administrator, none);
        await context.Get<InviteAccount>().ExecuteAsync(Person, "Somebody", Role.Viewer, administrator, none);
        var wave = await context.Get<StartWave>().ExecuteAsync(new StartWaveRequest(new WaveSelection()), administrator, none);
        var batch = await context.Get<StartRevocationBatch>().ExecuteAsync(
            new RevocationBatchRequest(new CertificateSelection([other.Id], null), RevocationReason.Superseded), administrator, none);
        Connect(context, certificate);
        return new MarkedFleet(certificate, wave.Id, batch.Id, await RefuseAsync(context))
        {
            Finding = await CloneFinding.OpenAsync(context, Thing, certificate.Id),
        };
    }

    private static void Connect(PageContext context, CertificateView certificate)
    {
        var live = new LiveConnection("c-1",
            Thing, certificate.Id, context.Time.GetUtcNow(), _ => Task.CompletedTask) { RemoteAddress = Address };
        context.Get<LiveConnections>().Enter(live);
        live.Open(new ThingTopicPolicy(Thing, "pump"), 12, TimeSpan.Zero);
        context.Get<LiveConnections>().Opened(live);
        context.Get<TopicActivity>()
            .Published(Thing, $"fleet/pump/{Thing}/state", System.Text.Encoding.UTF8.GetBytes(Payload), retained: false);
    }

    private static async Task<long> RefuseAsync(PageContext context)
    {
        var attempt = new ConnectAttempt { ClientId = Thing, RemoteAddress = $"{Address}:4711", Protocol = "MQTT 5" };
        context.Get<AttemptRecorder>().Record(attempt, context.Get<IdentityDecider>().Decide(attempt), TimeSpan.Zero);
        await context.Get<AttemptRecorder>().FlushAsync(CancellationToken.None);
        var attempts = context.Get<AttemptQueries>();
        return (await attempts.ListAsync(new AttemptQuery(), null, 1, PageContext.Administrator, CancellationToken.None)).Single().Id;
    }
}
