using System.Text.RegularExpressions;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Fleet.Tests.Kernel;

/// <summary>
/// Holds the layers of FleetPortal.Fleet: a slice uses only the kernel and slices of lower layers, and only those that this table names.
/// </summary>
public sealed partial class LayerTests
{
    // Each line is one slice; a slice may use only slices above it. Add a name here only where the slice cannot do without it.
    private static readonly (string Slice, string[] MayUse)[] Layers =
    [
        ("Kernel", []),
        ("Audit", []),
        ("Access", []),
        ("Authorities", []),
        ("Idempotency", []),
        ("Topics", []),
        ("MqttSessions", []),
        ("Certificates", ["Authorities"]),
        ("Connections", ["Topics", "Certificates"]),
        ("Applications", ["Topics", "Certificates", "Connections"]),
        ("EventStreams", ["Audit"]),
        ("Expiry", ["Authorities", "Certificates"]),
        ("Identity", ["Topics", "Authorities", "Certificates", "Connections", "Applications"]),
        ("Publication", ["Authorities", "Certificates"]),
        ("Things", ["Authorities", "Certificates", "Connections"]),
        ("Attempts", ["Certificates", "Identity"]),
        ("Inventory", ["Authorities", "Certificates", "Expiry", "Publication", "Things"]),
        ("Revocation", ["Authorities", "Topics", "Certificates", "Connections", "Identity", "Publication", "Inventory"]),
        ("ExternalAuthorities", ["Authorities", "Certificates", "Revocation"]),
        ("Rotations", ["Topics", "Certificates", "Revocation"]),
        ("Detection", ["Certificates", "Connections", "Identity", "Rotations"]),
        ("Proofs", ["Connections", "Identity", "Detection"]),
        ("Enrolment", ["Access", "Authorities", "Certificates", "Connections", "Expiry", "Identity", "Attempts", "Rotations"]),
        ("Waves", ["Topics", "Certificates", "Things", "Inventory", "Revocation", "Rotations"]),
        ("Lifecycle", ["Certificates", "Things", "Enrolment"]),
        ("Compliance",
            ["Authorities", "Topics", "Certificates", "Connections", "Identity", "Things", "Attempts", "Rotations", "Enrolment"]),
        ("Findings", ["Audit", "Authorities", "Certificates", "Connections", "Applications", "Identity", "Things", "Detection",
            "Rotations", "Lifecycle", "Compliance"]),
        ("Seeding", ["Authorities", "Certificates", "Identity", "Attempts"]),
        ("Backup", ["Authorities", "Certificates", "Publication"]),
        ("Health", ["Authorities", "Certificates", "Publication"]),
    ];

    [Fact]
    public void TheTable_ListsEveryFolder_AndOnlyLowerLayers()
    {
        var folders = Directory.GetDirectories(Root)
            .Where(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Any())
            .Select(Path.GetFileName).Where(name => name is not ("bin" or "obj")).Order(StringComparer.Ordinal);
        Assert.Equal(folders, Layers.Select(layer => layer.Slice).Order(StringComparer.Ordinal));
        for (var i = 0; i < Layers.Length; i++)
        {
            Assert.Subset(Layers[..i].Select(layer => layer.Slice).ToHashSet(), Layers[i].MayUse.ToHashSet());
        }
    }

    [Fact]
    public void ASlice_UsesOnlyWhatTheTableAllows_AndEverythingThatItNames()
    {
        foreach (var (slice, mayUse) in Layers)
        {
            var uses = Directory.EnumerateFiles(Path.Combine(Root, slice), "*.cs", SearchOption.AllDirectories)
                .SelectMany(file => Usings().Matches(File.ReadAllText(file)).Select(match => match.Groups["slice"].Value))
                .Where(used => used != slice && used != "Kernel").ToHashSet();
            Assert.Equal(mayUse.Order(StringComparer.Ordinal), uses.Order(StringComparer.Ordinal));
        }
    }

    private static string Root { get; } = Path.Combine(SourceTree.Root, "src", "FleetPortal.Fleet");

    // A using directive; or a name that is qualified from the namespace of the project on.
    [GeneratedRegex(@"(?:^using FleetPortal\.Fleet\.|(?<![\w.])(?:FleetPortal\.)?Fleet\.)(?<slice>[A-Z]\w+)", RegexOptions.Multiline)]
    private static partial Regex Usings();
}
