using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Connections;
using Microsoft.AspNetCore.Components;
using static FleetPortal.Components.Controls.Quantity;

namespace FleetPortal.Slices.Connections;

/// <summary>The facts of an MQTT session: expiry, keep alive, will, queue and the limits of both sides.</summary>
public sealed partial class SessionFacts
{
    /// <summary>The session that is shown.</summary>
    [Parameter, EditorRequired]
    public SessionState Session { get; set; } = null!;

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    private string SessionLabel => Session switch
    {
        { Connection: { } terms, Expiry: var expiry } => (terms.Resumed ? "resumed" : "new") + (expiry == TimeSpan.Zero
            ? ", ends with the connection" : $", kept for {RelativeTimeLabels.Duration(expiry)} after the connection"),
        { ExpiresAt: { } end } => $"waits for its client until {Viewer.Exact(end)}",
        _ => "waits for its client without an end",
    };

    private static string Limits(ConnectionPeerLimits limits) =>
        $"{Number(limits.ReceiveMaximum)} unacknowledged messages, "
        + (limits.MaximumPacketSize is { } size ? $"packets of {Number(size)} octets, " : "packets of any size, ")
        + (limits.TopicAliasMaximum == 0 ? "no topic aliases" : Count(limits.TopicAliasMaximum, "topic alias", "topic aliases"));
}
