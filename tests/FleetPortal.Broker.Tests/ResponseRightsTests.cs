using FleetPortal.Broker.Publishing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace FleetPortal.Broker.Tests;

/// <summary>A Thing may answer a request once, on its topic, for ten minutes.</summary>
public sealed class ResponseRightsTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void ARight_IsUsedUpByOneAnswer_OfItsThing_OnItsTopic()
    {
        var rights = new ResponseRights(_time);
        rights.Grant("pump-1", "apps/historian/responses/1");
        Assert.False(rights.TryUse("pump-2", "apps/historian/responses/1"));
        Assert.False(rights.TryUse("pump-1", "apps/historian/responses/2"));
        Assert.True(rights.TryUse("pump-1", "apps/historian/responses/1"));
        Assert.False(rights.TryUse("pump-1", "apps/historian/responses/1"));
    }

    [Fact]
    public void ARight_EndsAfterItsLifetime_AndWithItsThing()
    {
        var rights = new ResponseRights(_time);
        rights.Grant("pump-1", "r");
        _time.Advance(ResponseRights.Lifetime);
        Assert.False(rights.TryUse("pump-1", "r"));
        rights.Grant("pump-1", "r");
        Assert.True(rights.ForgetAsync("pump-1").IsCompletedSuccessfully);
        Assert.False(rights.TryUse("pump-1", "r"));
    }

    [Fact]
    public void TooManyRequests_ReplaceTheOldest()
    {
        var rights = new ResponseRights(_time);
        for (var i = 0; i <= ResponseRights.MaxPerThing; i++)
        {
            rights.Grant("pump-1", $"r/{i}");
        }

        Assert.False(rights.TryUse("pump-1", "r/0"));
        Assert.True(rights.TryUse("pump-1", "r/1"));
        Assert.True(rights.TryUse("pump-1", $"r/{ResponseRights.MaxPerThing}"));
    }

    [Fact]
    public void RequestsThatEnded_TakeNoPlace()
    {
        var rights = new ResponseRights(_time);
        for (var i = 0; i < ResponseRights.MaxThings; i++)
        {
            rights.Grant($"nobody-{i}", "r");
        }

        rights.Grant("pump-1", "r");
        Assert.False(rights.TryUse("pump-1", "r"));
        Assert.True(rights.TryUse("nobody-1", "r"));
        rights.Grant("pump-1", "r");
        Assert.True(rights.TryUse("pump-1", "r"));
        rights.Grant("pump-1", "r");
        _time.Advance(ResponseRights.Lifetime);
        rights.Grant("pump-2", "r");
        rights.Grant("pump-3", "r");
        Assert.True(rights.TryUse("pump-2", "r"));
        Assert.True(rights.TryUse("pump-3", "r"));
    }
}
