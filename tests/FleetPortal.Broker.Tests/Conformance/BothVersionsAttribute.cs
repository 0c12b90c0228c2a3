using System.Reflection;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace FleetPortal.Broker.Tests.Conformance;

/// <summary>Runs a test with MQTT 3.1.1 (protocol level 4) and with MQTT 5.0 (protocol level 5).</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BothVersionsAttribute : DataAttribute
{
    /// <inheritdoc/>
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([new TheoryDataRow<byte>(4), new TheoryDataRow<byte>(5)]);

    /// <inheritdoc/>
    public override bool SupportsDiscoveryEnumeration() => true;
}
