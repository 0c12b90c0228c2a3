using FleetPortal.Fleet.Attempts;
using FleetPortal.Fleet.Audit;
using FleetPortal.Fleet.EventStreams;
using FleetPortal.Fleet.Identity;
using FleetPortal.Fleet.Kernel;
using Xunit;

namespace FleetPortal.Fleet.Tests.Kernel;

/// <summary>Rows of another version name actions, kinds and checks that no catalogue has any more. They are read as they are.</summary>
public sealed class UnknownNameTests
{
    private const string Action = "thing-shadow.re-synced";

    [Fact]
    public async Task AnUnknownActionAndTarget_AreListedFiltered_Exported_AndVerified()
    {
        await using var registry = await RegistryWithUnknownActionAsync();
        var cancellationToken = TestContext.Current.CancellationToken;
        var audit = registry.Get<AuditQueries>();
        var filter = new AuditFilter(Action: "thing-shadow");
        var entry = Assert.Single(await audit.ListAsync(filter, null, 10, TestRegistry.Administrator, cancellationToken));
        Assert.Equal((Action, "shadow", "pump-1"), (entry.Action, entry.TargetKind, entry.Target));
        Assert.Equal("Thing shadow re synced", AuditActions.Label(entry.Action));
        Assert.Equal([entry],
            await audit.ExportAsync(filter, TestRegistry.Administrator, cancellationToken).ToListAsync(cancellationToken));
        Assert.True((await registry.Get<AuditVerifier>().VerifyAsync(TestRegistry.Administrator, cancellationToken)).Holds);
    }

    [Fact]
    public async Task AnUnknownAction_IsAnEventOfItsOwnName()
    {
        await using var registry = await RegistryWithUnknownActionAsync();
        var stream = registry.Get<EventStream>().ListenAsync(0, TestRegistry.Administrator, TestContext.Current.CancellationToken);
        var heard = await stream.FirstAsync(told => told.Type == Action, TestContext.Current.CancellationToken);
        Assert.Equal(("shadow", "pump-1"), (heard.Data.TargetKind, heard.Data.Target));
    }

    [Fact]
    public async Task AnUnknownCheck_KeepsItsIdentifierAndItsWords_AndAnUnknownOutcomeIsRead()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var attempt = new ConnectAttempt { ClientId = "pump-1", RemoteAddress = "192.0.2.7:1", Protocol = "MQTT 5" };
        CheckResult[] checks =
        [
            new("Firmware is signed",
                CheckOutcome.Failed, "none", "firmware-unsigned", "Sign it.", "the firmware is not signed", "firmware-is-signed"),
            new("Firmware is new", (CheckOutcome)7, Id: "firmware-is-new"),
        ];
        registry.Get<AttemptRecorder>().Record(attempt, new Decision(false, "firmware-unsigned", checks, null, null, null), TimeSpan.Zero);
        await registry.Get<AttemptRecorder>().FlushAsync(TestContext.Current.CancellationToken);
        var stored = Assert.Single(await registry.Get<AttemptQueries>()
            .ListAsync(new AttemptQuery(), null, 10, TestRegistry.Administrator, TestContext.Current.CancellationToken));
        Assert.Equal(["firmware-is-signed", "firmware-is-new"], stored.Checks.Select(check => check.Id));
        Assert.Equal(("firmware-unsigned", "the firmware is not signed"), (stored.Code, stored.Reason));
    }

    private static async Task<TestRegistry> RegistryWithUnknownActionAsync()
    {
        var registry = await TestRegistry.CreateAsync();
        await registry.Get<Registry>().WriteAsync(
            scope => scope.Audit(TestRegistry.Administrator, Action, new AuditTarget("shadow", "pump-1"), new { field = 1 }),
            CancellationToken.None);
        return registry;
    }
}
