namespace FleetPortal.Simulator.Scenarios;

/// <summary>The list of all scenarios.</summary>
public static class ScenarioCatalogue
{
    /// <summary>All scenarios, in the order in which they are shown.</summary>
    public static IReadOnlyList<IScenario> All { get; } =
    [
        new CloneScenario(),
        new SharedCertificateScenario(),
        new TakingTurnsScenario(),
        new RevokedDeviceScenario(),
        new FlappingDeviceScenario(),
        new ReconnectStormScenario(),
        new RotationWaveScenario(),
        new AuthorityDrillScenario(),
        new TopicTrespassScenario(),
    ];

    /// <summary>The scenario with a name; null for an unknown one.</summary>
    public static IScenario? Find(string name) => All.FirstOrDefault(scenario => scenario.Name == name);
}
