using FleetPortal.Fleet.Enrolment;
using FleetPortal.Testing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace FleetPortal.Tests.Enrolment;

/// <summary>Guessing enrolment tokens costs the one who guesses, and nobody else behind that address.</summary>
public sealed class EnrolmentThrottleTests
{
    [Fact]
    public async Task WrongTokens_AreThrottledPerAddress_AndTheRightOneIsNot()
    {
        await using var portal = await RunningPortal.StartAsync();
        await portal.PostAsync("/things", new { name = "guess-1" });
        for (var i = 0; i < EnrolmentThrottle.MaxFailures; i++)
        {
            Assert.Equal(401, await EstClient.EnrolAsync(portal, "guess-1", "wrong"));
        }

        Assert.Equal(429, await EstClient.EnrolAsync(portal, "guess-1", "wrong"));
        var (_, token) = await portal.PostAsync("/things/guess-1/enrolment-tokens", new { });
        Assert.Equal(200, await EstClient.EnrolAsync(portal, "guess-1", (string)token["token"]!));
    }

    [Fact]
    public void TheCounts_ArePerAddress_BeginAnewEachMinute_AndAreBounded()
    {
        var time = new FakeTimeProvider();
        var throttle = new EnrolmentThrottle(time);
        for (var i = 0; i < EnrolmentThrottle.MaxFailures; i++)
        {
            Assert.True(throttle.TryFail($"203.0.113.9:{i}"));
        }

        Assert.False(throttle.TryFail("203.0.113.9:99"));
        Assert.True(throttle.TryFail("203.0.113.10:99"));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(throttle.TryFail("203.0.113.9:99"));
        for (var i = 1; i < EnrolmentThrottle.MaxSources; i++)
        {
            Assert.True(throttle.TryFail($"10.0.{i / 256}.{i % 256}:1"));
        }

        Assert.False(throttle.TryFail("192.0.2.1:1"));
    }
}
