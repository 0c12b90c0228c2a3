using System.Text.RegularExpressions;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Compliance;
using FleetPortal.Fleet.Findings;
using FleetPortal.Fleet.Identity;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Fleet.Rotations;
using FleetPortal.Fleet.Waves;
using FleetPortal.Pki.Keys;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Fleet.Tests.Kernel;

/// <summary>The numbers with which enumerations are stored. A number never changes its meaning: a new member gets a new one.</summary>
public sealed partial class StoredNumberTests
{
    private static readonly Dictionary<Type, string> Stored = new()
    {
        [typeof(AuthorityKind)] = "Root=0 Issuing=1 Registered=2 Intermediate=3",
        [typeof(AuthorityStatus)] = "Active=0 PendingProof=1 Disabled=2 Retired=3",
        [typeof(BatchItemState)] = "Waiting=0 Done=1 Failed=2",
        [typeof(BatchState)] = "Running=0 Canary=1 Stopped=2 Done=3",
        [typeof(CertificateStatus)] = "PendingActivation=0 Active=1 Inactive=2 Revoked=3",
        [typeof(ControlState)] = "Met=0 PartlyMet=1 NotMet=2 NotCovered=3 NothingToMeasure=4",
        [typeof(FindingSeverity)] = "Low=0 Medium=1 High=2 Critical=3",
        [typeof(FindingState)] = "Open=0 Contained=1 Resolved=2 Accepted=3",
        [typeof(IssuanceState)] = "Intended=0 Issued=1 Abandoned=2",
        [typeof(KeyStoreKind)] = "File=0 Pkcs11=1",
        [typeof(PrincipalKind)] = "Thing=0 Application=1",
        [typeof(RevocationReason)] =
            "Unspecified=0 KeyCompromise=1 AffiliationChanged=3 Superseded=4 CessationOfOperation=5 PrivilegeWithdrawn=9",
        [typeof(Role)] = "Viewer=0 Support=1 Operator=2 Administrator=3",
        [typeof(RotationState)] = "Requested=0 Issued=1 Proven=2 Committed=3 RolledBack=4",
        [typeof(WaveState)] = "Running=0 Paused=1 Stopped=2 Done=3",
        [typeof(WaveThingState)] = "Waiting=0 InFlight=1 Proven=2 Committed=3 Failed=4 TakenOver=5",
    };

    [Fact]
    public async Task EveryEnumerationOfARecord_IsStoredUnderTheseNumbers()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await using var db = registry.Get<Registry>().Read();
        var types = db.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties())
            .Select(property => Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType)
            .Where(type => type.IsEnum).ToHashSet();
        Assert.Equal(types.Select(type => type.Name).Order(StringComparer.Ordinal),
            Stored.Keys.Select(type => type.Name).Order(StringComparer.Ordinal));
        Assert.All(Stored, entry => Assert.Equal(entry.Value, NumbersOf(entry.Key)));

        // The checks of an attempt are stored as JSON.
        Assert.Equal("Passed=0 Failed=1 NotReached=2", NumbersOf(typeof(CheckOutcome)));
    }

    [Fact]
    public void Sql_HasNoNumberOfAState()
    {
        var spelled = Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "src", "FleetPortal.Fleet"),
            "*.cs", SearchOption.AllDirectories).Where(file => !Generated().IsMatch(file))
            .SelectMany(file => File.ReadLines(file).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)
                && (Number().IsMatch(line) || Inserted().IsMatch(line))).Select(line => $"{Path.GetFileName(file)}: {line.Trim()}"));
        Assert.Empty(spelled);
    }

    private static string NumbersOf(Type type) => string.Join(' ', Enum.GetValues(type)
        .Cast<object>().Select(value => $"{value}={Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture)}"));

    [GeneratedRegex(@"[/\\](bin|obj)[/\\]")]
    private static partial Regex Generated();

    [GeneratedRegex("(?<!\\[Error\\()\\b(State|Status|CredentialStatus|RevocationReason|KeyStore|Role)(\\\\\")? (=|<>|<|>|<=|>=|IS "
        + "NOT|IS|WHEN|IN|BETWEEN) \\(?[0-9]")]
    private static partial Regex Number();

    // The state is the last column of an INSERT.
    [GeneratedRegex("State\\) VALUES \\([^)]*[ (][0-9]+\\)")]
    private static partial Regex Inserted();
}
