using FleetPortal.Fleet.Findings;
using FleetPortal.Fleet.Kernel;
using Xunit;

namespace FleetPortal.Fleet.Tests.Findings;

public sealed class FindingQueryTests
{
    [Fact]
    public void EveryFilter_IsRead()
    {
        var query = FindingQuery.Parse(
            "state:open severity:critical kind:shared-credential thing:pump-1 assignee:Mara seen<1d opened>7d pump");
        Assert.Equal((FindingState.Open, FindingSeverity.Critical, "shared-credential", "pump-1", "Mara", 1, 7),
            (query.State!.Value, query.Severity!.Value, query.Kind, query.Thing, query.Assignee, query.SeenWithinDays,
                query.OpenedBeforeDays));
        Assert.Equal(["pump"], query.Words);
        Assert.Equal(12, FindingQuery.Parse("F-12").Key);
        Assert.Equal("", FindingQuery.Parse("assignee:none").Assignee);
        Assert.True(FindingQuery.Parse("state:active").OnlyActive);
    }

    [Theory]
    [InlineData("state:gone", "state:gone")]
    [InlineData("severity:2", "severity:2")]
    [InlineData("kind:clone", "kind:clone")]
    [InlineData("seen<soon", "seen<soon")]
    [InlineData("colour:red", "colour:red")]
    [InlineData("state:open state:open", "given once")]
    [InlineData("a\u0001b", "control characters")]
    public void ATermThatIsNotUnderstood_IsNamed(string text, string message)
    {
        var error = Assert.Throws<FleetError>(() => FindingQuery.Parse(text));
        Assert.Equal(CommonErrors.QueryInvalid, error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenOnes_ComeFirst_ThenTheWorst()
    {
        await using var registry = await TestRegistry.CreateAsync();
        for (var i = 1; i <= 3; i++)
        {
            var certificate = await registry.ThingAsync($"pump-{i}");
            await registry.SuspectAsync(Suspicions.Of(registry, $"pump-{i}", certificate, i == 2 ? 90 : 60));
        }

        await registry.ContainAsync("pump-2", null);
        Assert.Equal(["pump-3", "pump-1", "pump-2"], (await registry.FindingsAsync()).Select(finding => finding.Principal));
        Assert.Equal(["pump-2"], (await registry.FindingsAsync("severity:critical")).Select(finding => finding.Principal));
        Assert.Equal(["pump-3"], (await registry.FindingsAsync("mp-3")).Select(finding => finding.Principal));
        Assert.Equal(new FindingCounts(2, 1, FindingSeverity.High),
            await registry.Get<FindingQueries>().CountAsync(TestRegistry.Administrator, CancellationToken.None));
    }
}
