using System.Net;
using System.Net.WebSockets;
using FleetPortal.Authentication;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Tests.Hosting;

/// <summary>How many pages one person may have open.</summary>
public sealed class OpenPageTests
{
    [Fact]
    public async Task BeyondTheLimit_ThePageSaysSo_AndOthersAreNotHeldUp()
    {
        await using var portal = await RunningPortal.StartAsync(null, "Development");
        using var jonas = await SignedInAsync(portal, "Jonas");
        using var mara = await SignedInAsync(portal, "Mara");
        var open = new List<ClientWebSocket>();
        try
        {
            // Connections without a single component in their circuit: they count, too.
            for (var i = 0; i < OpenPages.MaxPerPerson; i++)
            {
                open.Add(await ConnectAsync(portal, jonas));
            }

            Assert.Equal("/too-many-pages", (await jonas.GetAsync("/things")).Location);
            Assert.Contains("You have too many pages open", (await jonas.GetAsync("/too-many-pages")).Html, StringComparison.Ordinal);
            using var further = await ConnectAsync(portal, jonas);
            await Eventually.Get("the end of the connection beyond the limit", async () => await IsClosedAsync(further), closed => closed);
            Assert.Equal(HttpStatusCode.OK, (await mara.GetAsync("/things")).Status);

            open[0].Abort();
            await Eventually.Holds("room for a page", async () => (await jonas.GetAsync("/things")).Status == HttpStatusCode.OK);
        }
        finally
        {
            open.ForEach(socket => socket.Dispose());
        }
    }

    [Fact]
    public void WhatOthersHaveOpen_KeepsNoAdministratorOut()
    {
        var pages = new OpenPages();
        for (var i = 0; i < OpenPages.MaxPages; i++)
        {
            Assert.True(pages.TryEnter(new Actor("account", $"viewer-{i / OpenPages.MaxPerPerson}", Role.Viewer)));
        }

        Assert.False(pages.TryEnter(new Actor("account", "another", Role.Operator)));
        var administrator = new Actor("account", "Ada", Role.Administrator);
        Assert.All(Enumerable.Range(0, OpenPages.MaxPerPerson), _ => Assert.True(pages.TryEnter(administrator)));
        Assert.False(pages.TryEnter(administrator));
        pages.Leave(administrator);
        Assert.True(pages.TryEnter(administrator));
    }

    private static async Task<FormBrowser> SignedInAsync(RunningPortal portal, string persona)
    {
        var browser = new FormBrowser(portal.Application.PortalAddress);
        await browser.GetAsync("/sign-in");
        await browser.SubmitAsync("sign-in/persona", ("persona", persona));
        return browser;
    }

    private static async Task<ClientWebSocket> ConnectAsync(RunningPortal portal, FormBrowser browser)
    {
        var socket = new ClientWebSocket();
        socket.Options.Cookies = browser.Cookies;
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{portal.Application.Endpoints.PortalPort}/_blazor"),
            TestContext.Current.CancellationToken);
        await socket.SendAsync("{\"protocol\":\"blazorpack\",\"version\":1}\u001e"u8.ToArray(),
            WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);

        // The answer to the handshake: then the hub has seen the connection, or is about to.
        await socket.ReceiveAsync(new byte[256], TestContext.Current.CancellationToken);
        return socket;
    }

    private static async Task<bool> IsClosedAsync(ClientWebSocket socket)
    {
        try
        {
            return socket.State != WebSocketState.Open || (await socket.ReceiveAsync(new byte[4096],
                TestContext.Current.CancellationToken)).MessageType == WebSocketMessageType.Close;
        }
        catch (WebSocketException)
        {
            return true;
        }
    }
}
