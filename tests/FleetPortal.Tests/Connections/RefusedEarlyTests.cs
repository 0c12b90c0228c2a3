using System.Net.Sockets;
using System.Text;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Tests.Connections;

/// <summary>What is refused before anything is read or kept for it.</summary>
public sealed class RefusedEarlyTests(OnePortal one) : IClassFixture<OnePortal>
{
    private RunningPortal Portal => one.Portal;

    [Fact]
    public async Task ACrl_OfACallerWhoMayNot_IsRefused_BeforeItsBodyIsRead()
    {
        using var viewer = await Portal.ClientOfAsync(Role.Viewer);
        using var socket = new TcpClient();
        await socket.ConnectAsync(viewer.BaseAddress!.Host, viewer.BaseAddress.Port, TestContext.Current.CancellationToken);
        var head = $"PUT /api/v1/authorities/issuing-1/crl HTTP/1.1\r\nHost: {viewer.BaseAddress.Authority}\r\nAuthorization: "
            + $"{viewer.DefaultRequestHeaders.Authorization}\r\n"
            + "Content-Type: application/pkix-crl\r\nContent-Length: 1000000\r\n\r\n";
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head), TestContext.Current.CancellationToken);

        // The body never comes. A server that waits for it does not answer.
        using var reader = new StreamReader(socket.GetStream(), Encoding.ASCII);
        Assert.Equal("HTTP/1.1 403 Forbidden", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task ACommand_ToARetiredThing_FindsNoThing()
    {
        await Portal.EnrolAsync("retired-1");
        using var retired = await Portal.Api.DeleteAsync(new Uri("/api/v1/things/retired-1", UriKind.Relative),
            TestContext.Current.CancellationToken);
        Assert.True(retired.IsSuccessStatusCode);
        var (status, problem) = await Portal.PostAsync("/things/retired-1/commands/identify", new { payload = new { } });
        Assert.Equal((404, "thing-not-found"), (status, (string)problem["code"]!));
    }
}
