using FleetPortal.Components.Controls;
using FleetPortal.Configuration;
using FleetPortal.Fleet.Enrolment;
using FleetPortal.Hosting;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Enrolment;

/// <summary>Shows an enrolment token and the commands with which a device uses it.</summary>
public sealed partial class EnrolmentInstructions
{
    /// <summary>The new token with its secret.</summary>
    [Parameter, EditorRequired]
    public EnrolmentToken Token { get; set; } = null!;

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    [Inject]
    private PortalSettings Settings { get; set; } = null!;

    [Inject]
    private BoundPorts Endpoints { get; set; } = null!;

    private IEnumerable<string> Lines =>
    [
        $"openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout {Token.ThingName}.key -subj "
            + $"/CN={Token.ThingName} -outform DER | base64 > {Token.ThingName}.p10",
        $"curl --cacert roots.pem -u {Token.ThingName}:{Token.Token} -H 'Content-Type: application/pkcs10' --data-binary "
            + $"@{Token.ThingName}.p10 https://{Settings.PublicHost}:{Endpoints.DevicesPort}{EstEndpoints.Path}/simpleenroll | base64 "
            + $"-d | openssl pkcs7 -inform DER -print_certs -out {Token.ThingName}.pem",
    ];
}
