using System.Text;
using FleetPortal.Broker.Packets;
using FleetPortal.Broker.Publishing;
using FleetPortal.Broker.Sessions;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Topics;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace FleetPortal.Broker.Tests;

/// <summary>A request lets its Thing answer on a topic of the application, and on no other.</summary>
public sealed class GrantResponseTests
{
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData("apps/historian/responses/1", true)]
    [InlineData("apps/historian/other/1", false)]
    [InlineData("apps/historian", false)]
    [InlineData("apps/historian/", false)]
    [InlineData("apps/historian-2/responses/1", false)]
    [InlineData("fleet/pump/pump-2/telemetry/flow", false)]
    [InlineData("fleet/pump/pump-1/telemetry/flow", false)]
    [InlineData("$fleet/events/presence/connected/pump-2", false)]
    public async Task AThing_MayAnswer_OnlyOnATopicThatTheApplicationOwnsAndHears(string response, bool granted)
    {
        var rights = new ResponseRights(_time);
        await new GrantResponse(rights).RunAsync(Request("fleet/pump/pump-1/commands/read", response));
        Assert.Equal(granted, rights.TryUse("pump-1", response));
    }

    [Fact]
    public async Task OnlyACommandIsARequest()
    {
        var rights = new ResponseRights(_time);
        await new GrantResponse(rights).RunAsync(Request("fleet/pump/pump-1/config/rate", "apps/historian/responses/1"));
        Assert.False(rights.TryUse("pump-1", "apps/historian/responses/1"));
    }

    private PublishContext Request(string topic, string response)
    {
        var faults = new List<Fault>();
        var rights = ApplicationRights.Read("historian",
            ["fleet/+/+/telemetry/#", "$fleet/events/presence/#", "apps/historian/responses/#"], ["fleet/+/+/commands/#"], faults);
        Assert.Empty(faults);
        var publish = new PublishContext();
        publish.Begin(
            new Message { Topic = topic, TopicOctets = Encoding.UTF8.GetBytes(topic), Payload = [], ResponseTopic = response },
            new LiveConnection("1", "historian", null, _time.GetUtcNow(), _ => Task.CompletedTask));
        publish.Policy = new ApplicationTopicPolicy("historian", rights, new NoGroups());
        return publish;
    }

    private sealed class NoGroups : IGroupMembers
    {
        public bool Contains(string group, string thingName) => false;
    }
}
