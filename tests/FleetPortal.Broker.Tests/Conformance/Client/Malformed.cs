namespace FleetPortal.Broker.Tests.Conformance.Client;

/// <summary>A packet that a server must refuse, and the reason codes of MQTT 5.0 that the standard gives for it.</summary>
internal sealed record Malformed(string Name, byte[] Octets, params byte[] Reasons);
