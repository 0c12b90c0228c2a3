namespace FleetPortal.Slices.Health;

/// <summary>The answer of <c>/health/ready</c>.</summary>
/// <param name="State">
/// <c>ok</c> if all parts are ok; <c>degraded</c> if the portal works but needs attention; otherwise <c>failed</c>.
/// </param>
/// <param name="Parts">The state of each part: <c>ok</c> or a description of the fault.</param>
/// <param name="MqttPort">The bound port of MQTT over TLS.</param>
/// <param name="DevicesPort">The bound port of EST and MQTT over WebSocket.</param>
/// <param name="Connections">The number of live connections.</param>
/// <param name="Probes">
/// The number of connections since the start that load balancers and monitoring opened and closed without a word. They are no attempts.
/// </param>
public sealed record HealthAnswer(string State, IReadOnlyDictionary<string, string> Parts, int MqttPort, int DevicesPort, int Connections,
    long Probes);
