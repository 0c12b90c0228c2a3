using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Tests.Findings;

public sealed class FindingApiTests(OnePortal one) : IClassFixture<OnePortal>
{
    private RunningPortal Portal => one.Portal;

    [Fact]
    public async Task AKeyThatIsPresentedForTwoThings_IsAFinding_ThatNamesBoth()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Equal(201, (await RequestAsync("key-holder", key)).Status);
        var (status, refused) = await RequestAsync("key-thief", key);
        Assert.Equal((409, "public-key-taken"), (status, (string)refused["code"]!));
        var listed = await Eventually.Get("the finding", () => Portal.GetAsync("/findings?q=thing:key-holder"),
            findings => findings["items"]!.AsArray().Count > 0);
        var finding = await Portal.GetAsync($"/findings/{listed["items"]![0]!["id"]}");
        Assert.Equal(("shared-key", "open"), ((string)finding["kind"]!, (string)finding["state"]!));
        Assert.Contains("key-thief", (string)finding["evidence"]!["reasons"]![0]!["sentence"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFinding_IsAssigned_CommentedOn_Accepted_AndOpenedAgain()
    {
        var id = await OpenAsync("api-finding");
        Assert.Equal(200, (await Portal.PostAsync($"/findings/{id}/assign", new { assignee = "Mara" })).Status);
        Assert.Equal(200, (await Portal.PostAsync($"/findings/{id}/comments", new { text = "I look at it." })).Status);
        var (status, accepted) = await Portal.PostAsync($"/findings/{id}/accept",
            new { until = DateTimeOffset.UtcNow.AddDays(3), note = "a test bench" });
        Assert.Equal((200, "accepted", "Mara"), (status, (string)accepted["state"]!, (string)accepted["assignee"]!));
        Assert.Equal(409, (await Portal.PostAsync($"/findings/{id}/resolve", new { })).Status);
        Assert.Equal("open", (string)(await Portal.PostAsync($"/findings/{id}/reopen", new { })).Body["state"]!);
        Assert.Equal("resolved", (string)(await Portal.PostAsync($"/findings/{id}/resolve", new { note = "gone" })).Body["state"]!);
        Assert.Equal(["resolved", "reopened", "accepted", "comment", "assigned", "opened"],
            (await Portal.GetAsync($"/findings/{id}"))["history"]!.AsArray().Select(entry => (string)entry!["kind"]!));
    }

    [Theory]
    [InlineData("/findings?q=colour:red", 400, "query-invalid")]
    [InlineData("/findings/F-999999", 404, "finding-not-found")]
    [InlineData("/findings/none", 404, "finding-not-found")]
    [InlineData("/findings?sort=id", 400, "unknown-parameter")]
    public async Task WhatIsNotUnderstood_IsRefused_WithItsCode(string path, int status, string code)
    {
        using var answer = await Portal.Api.GetAsync("/api/v1" + path, TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains($"\"{code}\"",
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AViewer_ContainsNothing()
    {
        var id = await OpenAsync("viewed-finding");
        using var viewer = await Portal.ClientOfAsync(Role.Viewer);
        using var read = await viewer.GetAsync($"/api/v1/findings/{id}", TestContext.Current.CancellationToken);
        using var contain = await viewer.PostAsJsonAsync($"/api/v1/findings/{id}/contain", new { }, TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), (read.StatusCode, contain.StatusCode));
    }

    /// <summary>Opens a finding: a second Thing asks for the key of the first.</summary>
    private async Task<string> OpenAsync(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await RequestAsync(name, key);
        await RequestAsync(name + "-2", key);

        var listed = await Eventually.Get("the finding", () => Portal.GetAsync($"/findings?q=thing:{name}"),
            findings => findings["items"]!.AsArray().Count > 0);
        return (string)listed["items"]![0]!["id"]!;
    }

    /// <summary>Registers a Thing and requests a certificate for a key.</summary>
    private async Task<(int Status, JsonObject Body)> RequestAsync(string name, ECDsa key)
    {
        await Portal.PostAsync("/things", new { name });
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        return await Portal.PostAsync($"/things/{name}/certificates", new { csrPem = request.CreateSigningRequestPem() });
    }
}
