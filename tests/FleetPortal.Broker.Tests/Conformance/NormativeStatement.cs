namespace FleetPortal.Broker.Tests.Conformance;

/// <summary>
/// A mandatory normative statement of a standard, in our words, and the tests that show that the server keeps it. The standard prints
/// some identifiers with other separators (MQTT-3-8.3-4, MQTT-3.1.2.7); here all are spelled alike.
/// </summary>
/// <param name="Version">The version of MQTT.</param>
/// <param name="Id">The identifier, without its brackets.</param>
/// <param name="Text">What it says, in a few words.</param>
/// <param name="Tests">The names of the test methods.</param>
internal sealed record NormativeStatement(string Version, string Id, string Text, string[] Tests)
{
    /// <summary>Why there is no test: the statement binds the client, or nothing of it can be seen from outside.</summary>
    public string? WhyNotShown { get; init; }

    /// <summary>How Mosquitto 2.0.11 differs, or null.</summary>
    public string? Mosquitto { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Id} of MQTT {Version}";
}
