using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.EventStreams;
using FleetPortal.Fleet.Expiry;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Testing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace FleetPortal.Tests.Events;

/// <summary>What a back end hears of the fleet.</summary>
public sealed class EventStreamTests
{
    // A stream that does not tell what is waited for would be listened to for a quarter of an hour.
    [Fact(Timeout = 60_000)]
    public async Task EveryChange_IsHeardOnce_InOrder_AndWhatWasMissedComesAfterwards()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var portal = await RunningPortal.StartWithClockAsync(time);
        string heard;
        await using (var stream = await OpenAsync(portal, null))
        {
            var device = await portal.EnrolAsync("pump-1");
            Assert.Equal(("pump-1", "test"),
                ((string)(await stream.NextAsync("thing.registered")).Data["thingName"]!, (string)stream.Last!["actor"]!));
            await stream.NextAsync("certificate.issued");
            await portal.PostAsync($"/certificates/{device.CertificateId}/revoke", new { reason = "keyCompromise" });
            var revoked = await stream.NextAsync("certificate.revoked");
            Assert.Equal(("certificate", device.CertificateId), ((string)revoked.Data["targetKind"]!, (string)revoked.Data["target"]!));
            heard = revoked.Id!;
        }

        // Nobody listens now. The warning comes from here or from the portal's own upkeep, whichever looks first.
        await portal.EnrolAsync("pump-2", validityDays: 2);
        time.Advance(TimeSpan.FromHours(25));
        await portal.Get<ExpiryWarnings>().StepAsync(TestContext.Current.CancellationToken);
        await using var resumed = await OpenAsync(portal, heard);
        var next = await resumed.NextAsync("thing.registered");
        Assert.Equal((long.Parse(heard, System.Globalization.CultureInfo.InvariantCulture) + 1, "pump-2"),
            (long.Parse(next.Id!, System.Globalization.CultureInfo.InvariantCulture), (string)next.Data["thingName"]!));
        var warning = await resumed.NextAsync("expiry.warning");
        Assert.Equal(1, (int)warning.Data["details"]!["things"]!);
    }

    [Fact]
    public async Task WhoComesAndGoes_IsHeard()
    {
        await using var portal = await RunningPortal.StartAsync(null, "Production", "--Simulator:Enabled=true", "--Simulator:Things=1");
        await using var stream = await OpenAsync(portal, null);
        await Eventually.Holds("the Thing's arrival", () => portal.Get<LiveConnections>().OpenCount == 1);
        var name = portal.Get<LiveConnections>().Open.Single().ClientId;
        await portal.PostAsync($"/things/{name}/contain", new { });
        Assert.Equal(name, (string)(await stream.NextAsync("connection.closed")).Data["thingName"]!);
    }

    [Fact]
    public async Task AStream_NeedsARight_AndAnIdThatIsANumber()
    {
        await using var portal = await RunningPortal.StartAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(portal.ClientOf(null), null));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(portal.ClientOf(portal.Token), "yesterday"));
    }

    [Fact]
    public async Task OneActor_HasTenStreams_AndOthersAreNotHeldUp()
    {
        await using var portal = await RunningPortal.StartAsync();
        var streams = new List<Listener>();
        for (var i = 0; i < EventListeners.MaxPerActor; i++)
        {
            streams.Add(await OpenAsync(portal, null));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync(portal.ClientOf(portal.Token), null));
        using (var viewer = await portal.ClientOfAsync(Role.Viewer))
        using (var other = await SendAsync(viewer, null))
        {
            Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        }

        await streams[0].DisposeAsync();
        streams.RemoveAt(0);
        await Eventually.Holds("a place for another stream",
            async () => await StatusAsync(portal.ClientOf(portal.Token), null) == HttpStatusCode.OK);
        foreach (var stream in streams)
        {
            await stream.DisposeAsync();
        }
    }

    [Fact]
    public void WhatOthersListenTo_KeepsNoAdministratorOut()
    {
        var listeners = new EventListeners();
        for (var i = 0; i < EventListeners.MaxStreams; i++)
        {
            listeners.Enter(new Actor("token", $"viewer-{i / EventListeners.MaxPerActor}", Role.Viewer));
        }

        Assert.Equal("too-many-streams",
            Assert.Throws<FleetError>(() => listeners.Enter(new Actor("token", "another", Role.Operator))).Code);
        using var administrator = listeners.Enter(new Actor("token", "ada", Role.Administrator));
        Assert.Equal("ada", administrator.Actor.Name);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string? after)
    {
        using (client)
        {
            using var answer = await SendAsync(client, after);
            return answer.StatusCode;
        }
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string? after)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/api/v1/events", UriKind.Relative));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (after is not null)
        {
            request.Headers.Add("Last-Event-ID", after);
        }

        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private static async Task<Listener> OpenAsync(RunningPortal portal, string? after)
    {
        var client = portal.ClientOf(portal.Token);
        var answer = await SendAsync(client, after);
        Assert.Equal("text/event-stream", answer.EnsureSuccessStatusCode().Content.Headers.ContentType!.MediaType);
        return new Listener(client,
            answer, SseParser.Create(await answer.Content.ReadAsStreamAsync()).EnumerateAsync().GetAsyncEnumerator());
    }

    private sealed class Listener(HttpClient client, HttpResponseMessage answer, IAsyncEnumerator<SseItem<string>> items) : IAsyncDisposable
    {
        public JsonNode? Last { get; private set; }

        public async Task<(string? Id, JsonNode Data)> NextAsync(string type)
        {
            while (await items.MoveNextAsync())
            {
                if (items.Current.EventType == type)
                {
                    Last = JsonNode.Parse(items.Current.Data)!;
                    return (items.Current.EventId, Last);
                }
            }

            throw new InvalidOperationException($"The stream ended without {type}.");
        }

        public async ValueTask DisposeAsync()
        {
            await items.DisposeAsync();
            answer.Dispose();
            client.Dispose();
        }
    }
}
