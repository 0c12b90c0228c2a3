using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Detection;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Findings;

/// <summary>Shows the endpoints of a finding side by side, and marks what is the same and what differs from the first.</summary>
public sealed partial class EndpointPair
{
    /// <summary>How a fact is written.</summary>
    private enum FactKind
    {
        Text,
        Mono,
        Hex,
    }

    /// <summary>The endpoints, the one that was there first in front.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<ClientEndpoint> Endpoints { get; set; } = [];

    /// <summary>The connection that holds the client identifier now; null for none.</summary>
    [Parameter]
    public ClientEndpoint? Live { get; set; }

    /// <summary>Whether the identity is contained, so that an endpoint that comes back is refused.</summary>
    [Parameter]
    public bool IsRefused { get; set; }

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    private StatusTone StatusOf(ClientEndpoint endpoint) => endpoint switch
    {
        _ when Live is { } live && live.IsOneSideWith(endpoint) => StatusTones.OfConnection(true),
        { ConnectionId.Length: 0 } => StatusTones.OfOutcome(false),
        _ when IsRefused => StatusTones.OfOutcome(false),
        _ when Live is not null => new StatusTone("offline", FleetIcons.NotConnected, "Thrown out"),
        _ => StatusTones.OfConnection(false),
    };

    private IEnumerable<(string Label, string Value, FactKind Kind)> Facts(ClientEndpoint endpoint) =>
    [
        ("Address", endpoint.RemoteAddress, FactKind.Mono),
        ("Connected", Viewer.At(endpoint.ConnectedAt), FactKind.Text),
        ("Protocol", endpoint.Protocol, FactKind.Text),
        ("TLS", endpoint.Tls, FactKind.Text),
        ("Fingerprint", endpoint.Ja4 ?? "", FactKind.Mono),
        ("Keep alive", endpoint.KeepAlive == 0 ? "off" : $"{endpoint.KeepAlive} s", FactKind.Text),
        ("Client identifier", endpoint.ClientId, FactKind.Mono),
        ("Serial number", endpoint.SerialNumber ?? "", FactKind.Hex),
        ("Messages", endpoint.ConnectionId.Length == 0 ? "none, it was refused" : Quantity.Number(endpoint.Received), FactKind.Text),
        ("Reads", string.Join(", ", endpoint.Topics), FactKind.Mono),
    ];

    private string? ClassOf(string label, string value, bool isFirst) => IsSame(label, value)
        ? Endpoints.Count > 1 ? "same" : null
        : isFirst ? null : "differs";

    /// <summary>Whether every endpoint has this value. The port and the time of an endpoint say nothing.</summary>
    private bool IsSame(string label, string value) => label switch
    {
        "Address" => Endpoints.All(endpoint => endpoint.Source == Endpoints[0].Source),
        _ => Endpoints.All(endpoint => Facts(endpoint).Single(fact => fact.Label == label).Value == value),
    };
}
