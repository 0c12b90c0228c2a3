using System.Security.Cryptography;
using FleetPortal.Fleet.Attempts;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Identity;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Issuance;
using FleetPortal.Pki.Keys;
using FleetPortal.Pki.Profiles;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Seeding;

/// <summary>
/// Fills an empty registry with a synthetic fleet (<see cref="SeededThing"/>), for tests with many Things. The certificates are real and
/// signed by the default issuer. Their private keys are discarded, so no device can connect with them. Needs
/// <see cref="Permission.Administer"/>.
/// </summary>
public sealed class SeedFleet(
    Registry registry, AuthorityVault vault, AuthorityAddress address, ReconnectProbe probe, AttemptRecorder attempts)
{
    /// <summary>The maximum number of Things.</summary>
    public const int MaxThings = 2_000_000;

    private const int Chunk = 1_000;
    private const int MaxRefusals = 500;
    private const int ValidityDays = 365;
    private const string InsertThing = """
        INSERT INTO Things (Name, Type, Enabled, Attributes, CreatedAt, Version, Connected) VALUES ($1, $2, 1, '{}', $3, 1, 0) RETURNING "Key"
        """;

    private const string InsertGroup = "INSERT INTO ThingGroups (ThingKey, Name) VALUES ($1, $2)";
    private const string InsertIssuance =
        "INSERT INTO Issuances (SerialNumber, AuthorityKey, ThingKey, IntendedAt, State) VALUES ($1, $2, $3, $4, $5)";

    /// <summary>Adds Things with names such as <c>meter-0000001</c>, and reports the number of added Things after each part.</summary>
    /// <exception cref="FleetError"><c>registry-not-empty</c>, <c>seed-invalid</c>, <c>no-issuing-authority</c>,
    /// <c>forbidden</c>.</exception>
    public async Task ExecuteAsync(int things, IProgress<int> progress, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(progress);
        actor.Require(Permission.Administer);
        if (things is < 1 or > MaxThings)
        {
            throw new FleetError(SeedingErrors.Invalid, [new Fault("things", "Seed 1 to 2,000,000 Things.")]);
        }

        await using (var db = registry.Read())
        {
            if (await db.Set<ThingRecord>().AnyAsync(cancellationToken))
            {
                throw new FleetError(FleetErrorKind.Refused, SeedingErrors.NotEmpty,
                    "The registry holds Things already. Seed an empty data directory: --Data:Directory=./data-seed");
            }
        }

        var refusals = 0;
        for (var from = 0; from < things; from += Chunk)
        {
            var fleet = Enumerable.Range(from, Math.Min(Chunk, things - from)).Select(SeededThing.Of).ToList();
            refusals += await SeedAsync(fleet, MaxRefusals - refusals, actor, cancellationToken);
            progress.Report(from + fleet.Count);
        }

        await registry.WriteAsync(scope =>
            scope.Audit(actor, SeedingActions.Seeded, new AuditTarget(AuditTargets.Thing, "*"), new { things }), cancellationToken);
    }

    /// <summary>Adds one Thing whose certificate expired the given number of days ago. Needs <see cref="Permission.Administer"/>.</summary>
    /// <exception cref="FleetError"><c>thing-name-taken</c>, <c>no-issuing-authority</c>, <c>forbidden</c>.</exception>
    public Task AddExpiredAsync(string name, string type, string group, int days, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Administer);
        return SeedAsync([new SeededThing(ThingName.Parse(name).ToString(),
            type, group, SeededCredential.Expired, -days, RevocationReason.Unspecified)], 1, actor, cancellationToken);
    }

    /// <summary>
    /// Issues certificates in the same order as every issuance: store the serial numbers, sign, store the certificates. Returns the number
    /// of recorded refusals.
    /// </summary>
    private async Task<int> SeedAsync(List<SeededThing> fleet, int maxRefusals, Actor actor, CancellationToken cancellationToken)
    {
        var authority = vault.Issuing;
        var planned = await registry.WriteAsync(scope => Register(scope, fleet, authority), cancellationToken);
        var now = registry.Time.GetUtcNow();
        Parallel.ForEach(planned, plan => plan.Sign(authority, address, now));
        await registry.WriteAsync(scope => Store(scope, planned, authority, actor), CancellationToken.None);
        return await RefuseAsync(planned, maxRefusals, cancellationToken);
    }

    private static List<PlannedCertificate> Register(WriteScope scope, List<SeededThing> fleet, OwnAuthority authority)
    {
        using var random = RandomNumberGenerator.Create();
        var planned = new List<PlannedCertificate>();
        foreach (var thing in fleet)
        {
            var key = scope.Statements.Scalar<long>(InsertThing, thing.Name, thing.Type, scope.Now);
            scope.Statements.Execute(InsertGroup, key, thing.Group);
            scope.Note<GroupChanges>().Set(thing.Name, [thing.Group]);
            foreach (var to in StatusesOf(thing.Credential))
            {
                var serial = SerialNumber.Create(random);
                scope.Statements.Execute(InsertIssuance, serial.ToString(), authority.Key, key, scope.Now, IssuanceState.Issued);
                planned.Add(new PlannedCertificate(thing, key, to, serial, CrlShards.Take(scope, authority.Key)));
            }
        }

        return planned;
    }

    /// <summary>Returns the status of each certificate of a Thing, oldest certificate first.</summary>
    private static CertificateStatus[] StatusesOf(SeededCredential credential) => credential switch
    {
        SeededCredential.None => [],
        SeededCredential.OnHold => [CertificateStatus.Inactive],
        SeededCredential.Revoked => [CertificateStatus.Revoked],
        SeededCredential.Replaced => [CertificateStatus.Revoked, CertificateStatus.Active],
        _ => [CertificateStatus.Active],
    };

    private static void Store(WriteScope scope, List<PlannedCertificate> planned, OwnAuthority authority, Actor actor)
    {
        scope.Note<StatusChanges>().IsOffline = true;
        PlannedCertificate? last = null;
        foreach (var plan in planned)
        {
            var record = plan.ToRecord(authority.Key, last?.ThingKey == plan.ThingKey ? last.Key : null);
            CertificateRows.Insert(scope,
                record, plan.Thing.Name, record.PredecessorKey is null ? CertificateActions.Issued : CertificateActions.Renewed, actor);
            plan.Key = record.Key;
            if (plan.Status != CertificateStatus.Active)
            {
                var thing = new ThingRecord { Key = plan.ThingKey, Name = plan.Thing.Name, Attributes = "{}" };
                CertificateTransitions.Apply(scope,
                    record, thing, plan.Status, plan.Status == CertificateStatus.Revoked ? plan.Thing.Reason : null, actor);
            }

            last = plan;
        }
    }

    /// <summary>Records connect attempts of devices whose certificates are expired, on hold or revoked. The decider refuses them.</summary>
    private async Task<int> RefuseAsync(List<PlannedCertificate> planned, int most, CancellationToken cancellationToken)
    {
        var refused = planned.Where(plan =>
            plan.Thing.Credential is SeededCredential.Expired or SeededCredential.OnHold or SeededCredential.Revoked).Take(most).ToList();
        foreach (var plan in refused)
        {
            var started = registry.Time.GetTimestamp();
            var (attempt, decision) =
                probe.Decide(plan.Thing.Name, plan.Der, $"10.0.{plan.ThingKey / 250 % 250}.{plan.ThingKey % 250}:49152");
            attempts.Record(attempt, decision, registry.Time.GetElapsedTime(started));
        }

        await attempts.FlushAsync(cancellationToken);
        return refused.Count;
    }

    private sealed class PlannedCertificate(SeededThing thing, long thingKey, CertificateStatus status, SerialNumber serial, int shard)
    {
        private CertificateContent? _content;

        public SeededThing Thing { get; } = thing;

        public long ThingKey { get; } = thingKey;

        public CertificateStatus Status { get; } = status;

        public byte[] Der { get; private set; } = [];

        /// <summary>The key of the row, once it is stored.</summary>
        public long Key { get; set; }

        /// <summary>Creates a key, signs the certificate and discards the private key.</summary>
        public void Sign(OwnAuthority authority, AuthorityAddress address, DateTimeOffset now)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var end = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds()).AddDays(Thing.EndsInDays);
            var begin = Thing.EndsInDays < 0
                ? end.AddDays(-ValidityDays) : DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds()) - Profile.Thing.Backdate;
            _content = new CertificateContent
            {
                Profile = Profile.Thing,
                SerialNumber = serial,
                Name = Thing.Name,
                SubjectPublicKeyInfo = key.ExportSubjectPublicKeyInfo(),
                NotBefore = begin,
                NotAfter = end < authority.Signer.NotAfter ? end : authority.Signer.NotAfter,
                AuthorityAddress = address.Of(authority.Id),
                OcspAddress = address.OfOcsp,
                CrlAddress = address.OfCrl(authority.Id, shard),
            };
            Der = CertificateIssuer.Issue(authority.Signer, _content);
        }

        /// <summary>Creates the row of the certificate.</summary>
        public CertificateRecord ToRecord(long authorityKey, long? predecessor) => new()
        {
            Id = CertificateId.Of(Der).ToOctets(),
            ThingKey = ThingKey,
            AuthorityKey = authorityKey,
            SerialNumber = serial.ToString(),
            KeyHash = PublicKeyRules.HashOf(_content!.SubjectPublicKeyInfo),
            KeyAlgorithm = "EC P-256",
            KeyMadeByPortal = true,
            Profile = Profile.Thing.Name,
            Status = CertificateStatus.Active,
            NotBefore = _content.NotBefore,
            NotAfter = _content.NotAfter,
            Der = Der,
            Shard = shard,
            PredecessorKey = predecessor,
        };
    }
}
