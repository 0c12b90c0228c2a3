using System.Text;
using FleetPortal.Broker.Packets;
using FleetPortal.Broker.Publishing;
using FleetPortal.Broker.Sessions;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Topics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace FleetPortal.Broker.Tests;

/// <summary>The list of steps of a PUBLISH: order, stop, waiting, and what the first steps refuse.</summary>
public sealed class PublishHandlerTests
{
    private const string Thing = "pump-1";
    private const string Topic = "fleet/pump/pump-1/telemetry/flow";
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _ran = [];

    [Fact]
    public async Task EveryStep_RunsInItsOrder_WhetherOrNotOneWaits()
    {
        var wait = new TaskCompletionSource<PublishFlow>();
        var handler = new PublishHandler([Step("first", PublishFlow.Continue),
            Step("second", wait.Task), Step("third", Task.FromResult(PublishFlow.Continue)), Step("last", PublishFlow.Continue)]);
        var handled = handler.PublishAsync(Packet(Topic)).AsTask();
        Assert.Equal(["first", "second"], _ran);
        Assert.False(handled.IsCompleted);
        wait.SetResult(PublishFlow.Continue);
        await handled;
        Assert.Equal(["first", "second", "third", "last"], _ran);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AStepThatStops_IsTheLast(bool waits)
    {
        var wait = new TaskCompletionSource<PublishFlow>();
        var handler = new PublishHandler(
            [waits ? Step("stops", wait.Task) : Step("stops", PublishFlow.Stop), Step("next", PublishFlow.Continue)]);
        var handled = handler.PublishAsync(Packet(Topic)).AsTask();
        Assert.Equal(!waits, handled.IsCompleted);
        wait.SetResult(PublishFlow.Stop);
        await handled;
        Assert.Equal(["stops"], _ran);
    }

    [Fact]
    public async Task AStepThatFails_FailsTheTask_AndNoFurtherStepRuns()
    {
        var handler = new PublishHandler(
            [Step("fails", Task.FromException<PublishFlow>(new IOException("disk"))), Step("next", PublishFlow.Continue)]);
        await Assert.ThrowsAsync<IOException>(() => handler.PublishAsync(Packet(Topic)).AsTask());
        Assert.Equal(["fails"], _ran);
    }

    [Fact]
    public void TheList_AllocatesNothing_WhenNoStepWaits()
    {
        var handler = new PublishHandler([new Silent(), new Silent(), new Silent()]);
        var packet = Packet(Topic);
        _ = handler.PublishAsync(packet).AsTask();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            _ = handler.PublishAsync(packet).AsTask();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void WhatRefuses_ComesBeforeWhatStores_Counts_AndDelivers()
    {
        var services = new ServiceCollection();
        services.AddDeviceBroker(new BrokerLimits(), new DevicePort { PublicHosts = ["localhost"] });
        var steps = services.Where(service => service.ServiceType == typeof(IPublishStep))
            .Select(service => service.ImplementationType!.Name);
        Assert.Equal(
            [
                nameof(RequireLiveRights),
                nameof(RequireTopicLimits), nameof(RequireTopicRight), nameof(AnswerRotationRequest), nameof(KeepRetainedMessage),
                nameof(MeasureMessage), nameof(GrantResponse), nameof(DispatchToSubscribers),
            ],
            steps);
    }

    [Fact]
    public async Task AConnectionThatIsNotAccepted_PublishesNothing()
    {
        var packet = Packet(Topic, new LiveConnection("1", Thing, null, _time.GetUtcNow(), _ => Task.CompletedTask));
        await RefusingSteps(new TopicActivity(_time)).PublishAsync(packet);
        AssertRefused(packet, ReasonCode.NotAuthorized, "rights-withdrawn");
    }

    [Theory]
    [InlineData(SessionEndReason.RightsWithdrawn, false, false)]
    [InlineData(SessionEndReason.RightsWithdrawn, true, false)]
    [InlineData(SessionEndReason.AdministrativeAction, true, false)]
    [InlineData(SessionEndReason.TakenOver, false, false)]
    [InlineData(SessionEndReason.TakenOver, true, true)]
    public async Task AConnectionThatThePortalCloses_PublishesNothing_ButItsWillAtATakeOver(
        SessionEndReason reason, bool isWill, bool published)
    {
        var connections = new LiveConnections(new FleetEvents(), _time);
        var connection = Open(connections);
        var closing = connections.CloseAsync(connection, reason);
        var packet = Packet(Topic, connection, isWill);
        await RefusingSteps(new TopicActivity(_time)).PublishAsync(packet);
        Assert.Equal(published ? ReasonCode.Success : ReasonCode.NotAuthorized, packet.Reason);
        Assert.Equal(published, _ran.Contains("passed"));
        connections.Leave(connection);
        await closing;
    }

    [Fact]
    public async Task ATopicThatIsTooLong_IsRefused_AndNotKeptInMemory()
    {
        var activity = new TopicActivity(_time);
        var packet = Packet(Topic + new string('/', TopicLimits.Default.Levels));
        await RefusingSteps(activity).PublishAsync(packet);
        AssertRefused(packet, ReasonCode.TopicNameInvalid, "topic-too-long");
        Assert.Empty(activity.Of(Thing));
    }

    [Fact]
    public async Task ATopicOfAnotherThing_IsRefused_AndCounted()
    {
        var activity = new TopicActivity(_time);
        var packet = Packet("fleet/pump/pump-2/telemetry/flow");
        await RefusingSteps(activity).PublishAsync(packet);
        AssertRefused(packet, ReasonCode.NotAuthorized, "topic-refused");
        Assert.Equal(1, Assert.Single(activity.Of(Thing)).Refused);
    }

    [Fact]
    public async Task AnAllowedTopic_PassesEveryStepThatRefuses()
    {
        var packet = Packet(Topic);
        await RefusingSteps(new TopicActivity(_time)).PublishAsync(packet);
        Assert.Equal(["passed"], _ran);
        Assert.Equal(ReasonCode.Success, packet.Reason);
    }

    private void AssertRefused(PublishContext packet, ReasonCode code, string reason)
    {
        Assert.Empty(_ran);
        Assert.Equal(code, packet.Reason);
        Assert.StartsWith(reason, packet.ReasonString, StringComparison.Ordinal);
    }

    private PublishContext Packet(string topic, LiveConnection? connection = null, bool isWill = false)
    {
        var packet = new PublishContext();
        packet.Begin(new Message { Topic = topic, TopicOctets = Encoding.UTF8.GetBytes(topic), Payload = [] },
            connection ?? Open(new LiveConnections(new FleetEvents(), _time)), isWill);
        return packet;
    }

    private PublishHandler RefusingSteps(TopicActivity activity) =>
        new([new RequireLiveRights(),
            new RequireTopicLimits(TopicLimits.Default),
            new RequireTopicRight(activity, new ResponseRights(_time)), Step("passed", PublishFlow.Continue)]);

    private LiveConnection Open(LiveConnections connections)
    {
        var connection = new LiveConnection("1", Thing, null, _time.GetUtcNow(), _ => Task.CompletedTask);
        connections.Enter(connection);
        connection.Open(new ThingTopicPolicy(Thing, "pump"), 0, TimeSpan.Zero);
        connections.Opened(connection);
        return connection;
    }

    private Recording Step(string name, PublishFlow flow) => new(() =>
    {
        _ran.Add(name);
        return new ValueTask<PublishFlow>(flow);
    });

    private Recording Step(string name, Task<PublishFlow> flow) => new(() =>
    {
        _ran.Add(name);
        return new ValueTask<PublishFlow>(flow);
    });

    private sealed class Recording(Func<ValueTask<PublishFlow>> run) : IPublishStep
    {
        public ValueTask<PublishFlow> RunAsync(PublishContext publish) => run();
    }

    private sealed class Silent : IPublishStep
    {
        public ValueTask<PublishFlow> RunAsync(PublishContext publish) => new(PublishFlow.Continue);
    }
}
