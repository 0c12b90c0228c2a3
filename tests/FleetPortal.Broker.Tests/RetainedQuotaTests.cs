using Xunit;

namespace FleetPortal.Broker.Tests;

/// <summary>A retained topic belongs to the one that published on it last.</summary>
public sealed class RetainedQuotaTests
{
    private readonly RetainedQuota _quota = new(new BrokerLimits { RetainedTopicsPerThing = 2 });

    [Fact]
    public void AnOwner_HasAsManyTopicsAsAllowed_AndAFreedOneIsAPlace()
    {
        Assert.True(_quota.TryReserve("a", "1", false));
        Assert.True(_quota.TryReserve("a", "2", false));
        Assert.True(_quota.TryReserve("a", "2", false));
        Assert.False(_quota.TryReserve("a", "3", false));
        Assert.True(_quota.TryReserve("a", "1", true));
        Assert.True(_quota.TryReserve("a", "3", false));
        Assert.Equal(["2", "3"], _quota.Forget("a").Order(StringComparer.Ordinal));
        Assert.True(_quota.TryReserve("a", "1", false));
    }

    [Fact]
    public void ATopicThatAnotherOneTakesOrClears_IsNoLongerThatOfTheFirst()
    {
        _quota.TryReserve("a", "1", false);
        _quota.TryReserve("a", "2", false);
        Assert.True(_quota.TryReserve("b", "1", false));
        Assert.True(_quota.AnyMatch("b", "#"));
        Assert.True(_quota.TryReserve("b", "2", true));
        Assert.False(_quota.AnyMatch("a", "#"));
        Assert.Empty(_quota.Forget("a"));
        Assert.Equal(["1"], _quota.Forget("b"));
    }
}
