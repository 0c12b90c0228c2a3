using System.Net;
using FleetPortal.Broker.Admission;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace FleetPortal.Broker.Tests;

/// <summary>Who is closed and who is refused when there is no room.</summary>
public sealed class ConnectionBudgetTests
{
    private static readonly IPAddress _nat = IPAddress.Parse("198.51.100.7");
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void ASilentConnection_IsClosedForTheNext_TheOldestFirst()
    {
        var budget = Budget(connections: 3);
        var (first, second, third) = (Enter(budget), Enter(budget), Enter(budget));
        first.Slot!.Heard();
        var fourth = Enter(budget);
        Assert.Equal([false, true, false, false], new[] { first, second, third, fourth }.Select(x => x.IsAborted));
        Assert.Equal((3, 1L, 0L), (budget.Count, budget.ShedCount, budget.Refused));
    }

    [Fact]
    public void OneThatIsProvingWhoItIs_IsLeftAloneForTwoSeconds_AndTheNewcomerWaits()
    {
        var budget = Budget(connections: 2);
        var (first, second) = (Enter(budget), Enter(budget));
        first.Slot!.Heard();
        second.Slot!.Heard();
        Assert.Equal("connection-limit", Enter(budget).Code);
        _time.Advance(ConnectionBudget.Patience);
        Assert.NotNull(Enter(budget).Slot);
        Assert.Equal([true, false], new[] { first.IsAborted, second.IsAborted });
    }

    [Fact]
    public void WhatIsLetIn_IsNeverClosed_AndATrustedOneLast()
    {
        var budget = Budget(connections: 3);
        var (device, trusted, stranger) = (Enter(budget), Enter(budget), Enter(budget));
        device.Slot!.LetIn();
        trusted.Slot!.Trusted();
        stranger.Slot!.Heard();
        _time.Advance(TimeSpan.FromMinutes(1));
        var next = Enter(budget);
        next.Slot!.LetIn();
        Assert.Equal([false, false, true], new[] { device, trusted, stranger }.Select(x => x.IsAborted));
        Enter(budget).Slot!.LetIn();
        Assert.True(trusted.IsAborted);
        Assert.Equal("connection-limit", Enter(budget).Code);
        Assert.False(device.IsAborted);
    }

    [Fact]
    public void BehindOneAddress_StrangersMakeRoomAmongThemselves_AndWhoIsLetInDoesNotCount()
    {
        var budget = Budget(connections: 100, pendingPerAddress: 2);
        var devices = new List<Entered>();
        for (var i = 0; i < 10; i++)
        {
            devices.Add(Enter(budget, _nat));
            devices[^1].Slot!.LetIn();
        }

        var strangers = Enumerable.Range(0, 50).Select(_ => Enter(budget, _nat)).ToList();
        Assert.Equal(48, strangers.Count(stranger => stranger.IsAborted));
        Assert.DoesNotContain(devices, device => device.IsAborted);
        Assert.NotNull(Enter(budget, IPAddress.Parse("203.0.113.1")).Slot);
        Assert.False(strangers[^1].IsAborted);
    }

    [Fact]
    public void MoreThanAnAddressMayHave_AreRefused_AndAnotherAddressIsNot()
    {
        var budget = Budget(connections: 100, perAddress: 3);
        for (var i = 0; i < 3; i++)
        {
            Enter(budget, _nat).Slot!.LetIn();
        }

        Assert.Equal("address-limit", Enter(budget, _nat).Code);
        Assert.NotNull(Enter(budget, IPAddress.Parse("203.0.113.1")).Slot);
    }

    [Fact]
    public void OneThatEnds_GivesItsPlaceBack_Once()
    {
        var budget = Budget(connections: 1);
        var first = Enter(budget, _nat);
        var second = Enter(budget, _nat);
        Assert.True(first.IsAborted);
        budget.Leave(first.Slot!);
        Assert.Equal(1, budget.Count);
        budget.Leave(second.Slot!);
        budget.Leave(second.Slot!);
        Assert.Equal(0, budget.Count);
    }

    [Fact]
    public void AnIdleHttpConnection_CanBeClosedAgain_AndIsAfterItsTime()
    {
        var budget = Budget(connections: 2);
        var idle = Enter(budget, idle: TimeSpan.FromSeconds(15));
        var busy = Enter(budget, idle: TimeSpan.FromSeconds(15));
        foreach (var one in new[] { idle, busy })
        {
            one.Slot!.RequestStarted();
            one.Slot.LetIn();
        }

        Assert.Equal("connection-limit", Enter(budget).Code);
        idle.Slot!.RequestEnded();
        Assert.Equal(AdmissionStage.Trusted, idle.Slot.Stage);
        _time.Advance(TimeSpan.FromSeconds(14));
        budget.CloseIdle();
        Assert.False(idle.IsAborted);
        _time.Advance(TimeSpan.FromSeconds(1));
        budget.CloseIdle();
        Assert.Equal([true, false], new[] { idle.IsAborted, busy.IsAborted });
    }

    [Fact]
    public void BehindAProxy_EachAnnouncedAddressHasItsOwnLimits()
    {
        var budget = Budget(connections: 100, perAddress: 3, pendingPerAddress: 2);
        var devices = Enumerable.Range(0, 20).Select(_ => Enter(budget, _nat, isProxy: true)).ToList();
        Assert.All(devices, device => Assert.NotNull(device.Slot));
        for (var i = 0; i < devices.Count; i++)
        {
            Assert.Null(devices[i].Slot!.Announce(IPAddress.Parse($"203.0.113.{i}")));
            devices[i].Slot!.LetIn();
        }

        // Three more of one address: the first two fill its pending places, and are young.
        var more = Enumerable.Range(0, 3).Select(_ => Enter(budget, _nat, isProxy: true)).ToList();
        more.ForEach(one => one.Slot!.Heard());
        Assert.Equal([null, null, "pending-limit"], more.Select(one => one.Slot!.Announce(IPAddress.Parse("198.51.100.9"))));
        _time.Advance(ConnectionBudget.Patience);
        Assert.Null(more[2].Slot!.Announce(IPAddress.Parse("198.51.100.9")));
        Assert.Equal([true, false, false], more.Select(one => one.IsAborted));
        Assert.Equal(22, budget.Count);
        foreach (var one in devices.Concat(more))
        {
            budget.Leave(one.Slot!);
        }

        Assert.Equal(0, budget.Count);
        Assert.NotNull(Enter(budget, IPAddress.Parse("198.51.100.9")).Slot);
    }

    [Fact]
    public void AFloodOfSlowHandshakes_TakesNoPlaceFromAnotherAddress_NorForGoodFromItsOwn()
    {
        var budget = Budget(connections: 1_000, pendingPerAddress: 8);
        var flood = Enumerable.Range(0, 8).Select(_ => Enter(budget, _nat)).ToList();
        flood.ForEach(one => one.Slot!.Heard());
        Assert.Equal("pending-limit", Enter(budget, _nat).Code);
        Assert.NotNull(Enter(budget, IPAddress.Parse("203.0.113.1")).Slot);
        _time.Advance(ConnectionBudget.Patience);
        var device = Enter(budget, _nat);
        device.Slot!.LetIn();
        Assert.Equal((true, false), (flood[0].IsAborted, device.IsAborted));
    }

    [Theory]
    [InlineData(600, 0, 48, 72)]
    [InlineData(1_024, 250, 48, 246)]
    [InlineData(20_000, 0, 2_048, 15_452)]
    [InlineData(524_288, 0, 2_048, 50_000)]
    [InlineData(null, 0, 2_048, 50_000)]
    public void TheShares_StayBelowTheLimitOfOpenFiles(int? descriptors, int ownClients, int portal, int devices)
    {
        var shares = ConnectionShares.Of(descriptors, 50_000, ownClients);
        Assert.Equal(new ConnectionShares(portal, devices), shares);
        Assert.True(descriptors is null || shares.Portal + shares.Devices + ownClients + 480 <= descriptors);
    }

    [Fact]
    public void TheLimitOfOpenFiles_IsReadFromTheKernel()
    {
        Assert.Equal(600, DescriptorLimit.Parse(["Limit                     Soft Limit           Hard Limit           Units     ",
            "Max open files            600                  4096                 files     "]));
        Assert.Null(DescriptorLimit.Parse(["Max open files            unlimited            unlimited            files     "]));
        Assert.True(DescriptorLimit.Read() > 0);
    }

    private ConnectionBudget Budget(int connections, int perAddress = 0, int pendingPerAddress = 0) =>
        new("devices",
            new ConnectionLimits { Connections = connections, PerAddress = perAddress, PendingPerAddress = pendingPerAddress }, _time);

    private static Entered Enter(ConnectionBudget budget, IPAddress? source = null, TimeSpan? idle = null, bool isProxy = false)
    {
        var connection = new FakeConnection();
        var (slot, code) = budget.TryEnter(connection, source ?? IPAddress.Loopback, idle, isProxy);
        return new Entered(connection, slot, code);
    }

    private sealed record Entered(FakeConnection Connection, ConnectionSlot? Slot, string? Code)
    {
        public bool IsAborted => Connection.IsAborted;
    }

    private sealed class FakeConnection : DefaultConnectionContext
    {
        public bool IsAborted { get; private set; }

        public override void Abort(ConnectionAbortedException abortReason) => IsAborted = true;
    }
}
