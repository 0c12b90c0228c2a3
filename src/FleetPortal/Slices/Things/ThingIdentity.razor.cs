using FleetPortal.Components.Controls;
using FleetPortal.Configuration;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Enrolment;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Rotations;
using FleetPortal.Fleet.Things;
using FleetPortal.Fleet.Topics;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Things;

/// <summary>The tab with all certificates of a Thing, newest first, with their actions.</summary>
public sealed partial class ThingIdentity
{
    /// <summary>The Thing to show.</summary>
    [Parameter, EditorRequired]
    public ThingView Thing { get; set; } = null!;

    /// <summary>The signed-in person, in whose name actions run.</summary>
    [Parameter, EditorRequired]
    public Actor Actor { get; set; } = null!;

    /// <summary>The newest rotation, or null.</summary>
    [Parameter]
    public RotationView? Rotation { get; set; }

    /// <summary>The unused enrolment tokens.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<OpenEnrolmentToken> Tokens { get; set; } = [];

    /// <summary>The port of MQTT over TLS.</summary>
    [Parameter, EditorRequired]
    public int MqttPort { get; set; }

    /// <summary>Called when a certificate should be revoked.</summary>
    [Parameter]
    public EventCallback<CertificateView> OnRevoke { get; set; }

    /// <summary>Called when a certificate should be put on hold.</summary>
    [Parameter]
    public EventCallback<CertificateView> OnHold { get; set; }

    /// <summary>Called when a certificate should be released.</summary>
    [Parameter]
    public EventCallback<CertificateView> OnRelease { get; set; }

    /// <summary>Called when a certificate should be issued.</summary>
    [Parameter]
    public EventCallback OnIssue { get; set; }

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    [Inject]
    private PortalSettings Settings { get; set; } = null!;

    private string Command =>
        $"mosquitto_pub -h {Settings.PublicHost} -p {MqttPort} --cafile roots.pem --cert {Thing.Name}.pem --key "
            + $"{Thing.Name}.key -i {Thing.Name} -V 5 -q 1 -t "
                + $"{new ThingTopicPolicy(Thing.Name, Thing.Type).Prefix}/telemetry/test -m hello";

    private string Since(CertificateView certificate) => certificate switch
    {
        _ when certificate.StatusChangedAt == certificate.IssuedAt =>
            $"issued {Viewer.Exact(certificate.IssuedAt)} by {certificate.StatusChangedBy}",
        { Status: CertificateStatus.Active } =>
            $"active again since {Viewer.Exact(certificate.StatusChangedAt)}, by {certificate.StatusChangedBy}",
        { Status: CertificateStatus.Revoked } => $"revoked {Viewer.Exact(certificate.StatusChangedAt)} by {certificate.StatusChangedBy}",
        _ => $"since {Viewer.Exact(certificate.StatusChangedAt)}, by {certificate.StatusChangedBy}",
    };

    private string Tone(CertificateView certificate) => certificate switch
    {
        { Status: CertificateStatus.Revoked } => "revoked",
        _ when certificate.IsExpired(Viewer.Now) => "expired",
        _ when certificate.IsAuthorityEnded(Viewer.Now) => "revoked",
        { Status: CertificateStatus.Inactive } => "hold",
        { Status: CertificateStatus.Active } => "active",
        _ => "",
    };
}
