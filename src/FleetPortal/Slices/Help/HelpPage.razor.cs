using FleetPortal.Authentication;
using FleetPortal.Configuration;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Hosting;
using FleetPortal.Slices.Enrolment;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace FleetPortal.Slices.Help;

/// <summary>The help page: version, addresses, roles, keys, and a link to the API reference.</summary>
public sealed partial class HelpPage
{
    private static readonly (Role Role, string May)[] Roles =
    [
        (Role.Viewer, "reads everything: Things, certificates, connections, attempts, topics with payloads"),
        (Role.Support, "also puts certificates on hold, releases and revokes them, contains Things, closes sessions"),
        (Role.Operator, "also registers and changes Things, issues and rotates certificates, sends commands"),
        (Role.Administrator, "also manages authorities, accounts and API tokens"),
    ];

    [CascadingParameter]
    private Task<AuthenticationState> People { get; set; } = null!;

    [Inject]
    private PortalSettings Settings { get; set; } = null!;

    [Inject]
    private BoundPorts Endpoints { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private Actor? Actor { get; set; }

    private IEnumerable<(string Name, string Address)> Addresses =>
    [
        ("MQTT", $"mqtts://{Settings.PublicHost}:{Endpoints.MqttPort}"),
        ("MQTT over WebSocket", $"wss://{Settings.PublicHost}:{Endpoints.DevicesPort}{ListenerSeparation.MqttPath}"),
        ("EST", $"https://{Settings.PublicHost}:{Endpoints.DevicesPort}{EstEndpoints.Path}"),
        ("Root certificates", $"{Navigation.BaseUri}pki/roots.pem"),
    ];

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() => Actor = (await People).User.FindActor();
}
