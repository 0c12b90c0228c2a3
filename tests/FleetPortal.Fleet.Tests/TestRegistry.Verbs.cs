using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Enrolment;
using FleetPortal.Fleet.ExternalAuthorities;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Lifecycle;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Fleet.Rotations;
using FleetPortal.Fleet.Things;
using FleetPortal.Fleet.Waves;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Tests;

/// <summary>What tests do most often, as the administrator. A test about rights calls the use case with its own actor.</summary>
internal sealed partial class TestRegistry
{
    private static CancellationToken None => CancellationToken.None;

    public Task<ThingName> RegisterAsync(RegisterThingRequest request) => Get<RegisterThing>().ExecuteAsync(request, Administrator, None);

    public Task<int> UpdateAsync(UpdateThingRequest request) => Get<UpdateThing>().ExecuteAsync(request, Administrator, None);

    public Task<int> RetireAsync(string name, bool forget) => Get<RetireThing>().ExecuteAsync(name, forget, Administrator, None);

    public Task<Containment> ContainAsync(string name, string? note) => Get<ContainThing>().ExecuteAsync(name, note, Administrator, None);

    public Task<IssuedCertificate> IssueAsync(
        IssueCertificateRequest request) => Get<IssueCertificate>().ExecuteAsync(request, Administrator, None);

    public Task<CertificateView> ImportAsync(
        CertificateImport import) => Get<RegisterCertificate>().ExecuteAsync(import, Administrator, None);

    public Task<CertificateView?> CertificateAsync(CertificateId id) => Get<CertificateQueries>().FindAsync(id, Administrator, None);

    public Task<StatusChange> RevokeAsync(CertificateId id, RevocationReason reason, bool keepLast = false) =>
        Get<RevokeCertificate>().ExecuteAsync(id, reason, Administrator, None, keepLast);

    public Task<StatusChange> HoldAsync(
        CertificateId id, string? note = null) => Get<HoldCertificate>().ExecuteAsync(id, Administrator, None, note);

    public Task<StatusChange> ReleaseAsync(
        CertificateId id, string? note = null) => Get<ReleaseCertificate>().ExecuteAsync(id, Administrator, None, note);

    public Task<EnrolmentToken> CreateEnrolmentTokenAsync(
        string name, int? hours, PrincipalKind owner = PrincipalKind.Thing) =>
        Get<CreateEnrolmentToken>().ExecuteAsync(name, owner, hours, Administrator, None);

    public Task<string> CreateAuthorityAsync(
        IssuingAuthorityRequest request) => Get<CreateIssuingAuthority>().ExecuteAsync(request, Administrator, None);

    public Task<string> RegisterAuthorityAsync(
        AuthorityRegistration request) => Get<RegisterAuthority>().ExecuteAsync(request, Administrator, None);

    public Task<AuthorityView?> AuthorityAsync(string id) => Get<AuthorityQueries>().FindAsync(id, Administrator, None);

    public Task<AuthorityChange> ChangeStatusAsync(string authorityId, AuthorityStatus status) =>
        Get<ChangeAuthorityStatus>().ExecuteAsync(authorityId, status, Administrator, None);

    public Task<AuthorityChange> RetireAuthorityAsync(string id, bool evenIfStranded) =>
        Get<RetireAuthority>().ExecuteAsync(id, evenIfStranded, Administrator, None);

    public Task<RotationView> StartRotationAsync(string thingName, int? graceMinutes) =>
        Get<StartRotation>().ExecuteAsync(thingName, graceMinutes, Administrator, None);

    public Task<RotationView> CommitAsync(
        string thingName, string id) => Get<CommitRotation>().ExecuteAsync(thingName, id, Administrator, None);

    public Task<RotationView> RollBackAsync(
        string thingName, string id) => Get<RollBackRotation>().ExecuteAsync(thingName, id, Administrator, None);

    public Task<WavePlan> PlanWaveAsync(WaveSelection selection) => Get<StartWave>().PlanAsync(selection, Administrator, None);

    public Task<WaveView> StartWaveAsync(StartWaveRequest request) => Get<StartWave>().ExecuteAsync(request, Administrator, None);

    public Task<WaveView?> WaveAsync(string id) => Get<WaveQueries>().FindAsync(id, Administrator, None);

    public Task<WaveView> PauseWaveAsync(string id) => Get<PauseWave>().ExecuteAsync(id, Administrator, None);

    public Task<WaveView> ResumeWaveAsync(string id) => Get<ResumeWave>().ExecuteAsync(id, Administrator, None);

    public Task<WaveView> StopWaveAsync(string id) => Get<StopWave>().ExecuteAsync(id, Administrator, None);

    public Task<RevocationBatchView> StartBatchAsync(
        RevocationBatchRequest request) => Get<StartRevocationBatch>().ExecuteAsync(request, Administrator, None);

    public Task<RevocationBatchView?> BatchAsync(string id) => Get<RevocationBatchQueries>().FindAsync(id, Administrator, None);

    public Task<RevocationBatchView> ResumeBatchAsync(string id) => Get<ResumeRevocationBatch>().ExecuteAsync(id, Administrator, None);

    public Task<RevocationBatchView> StopBatchAsync(string id) => Get<StopRevocationBatch>().ExecuteAsync(id, Administrator, None);

    public Task<CreatedApiToken> CreateTokenAsync(
        string name, Role role, int? days) => Get<CreateApiToken>().ExecuteAsync(name, role, days, Administrator, None);

    public Task<ApiTokenView> RevokeTokenAsync(string id) => Get<RevokeApiToken>().ExecuteAsync(id, Administrator, None);
}
