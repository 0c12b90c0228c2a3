namespace FleetPortal.Fleet.Compliance.Controls;

/// <summary>Every live connection of a Thing was authenticated by a client certificate.</summary>
internal sealed class DevicesAuthenticate : IControl
{
    /// <inheritdoc/>
    public ControlDescription Description { get; } = new("1.1-a", "1.1", "Devices authenticate",
        "When a device connects to other devices or cloud services, it must establish trust by authenticating using principals such as "
            + "X.509 certificates, security tokens, or other credentials.",
        "Counts the live connections of Things, and those of them that presented a client certificate.",
        "live connection", "live connections", "without a client certificate", new Remedy("Open connections", "connections"));

    /// <inheritdoc/>
    public Measurement Measure(ControlContext context)
    {
        var bare = context.Live.Where(connection => connection.CertificateId is null).ToList();
        return new Measurement(context.Live.Count, context.Live.Count - bare.Count, new Dictionary<string, object>
        {
            ["liveConnections"] = context.Live.Count,
            ["withClientCertificate"] = context.Live.Count - bare.Count,
        })
        {
            Offenders = LiveOffenders.Of(bare, _ => "connected without a client certificate"),
            OffendersAddress = "connections",
        };
    }
}
