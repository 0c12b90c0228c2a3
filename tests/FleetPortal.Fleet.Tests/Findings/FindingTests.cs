using FleetPortal.Fleet.Detection;
using FleetPortal.Fleet.Findings;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Lifecycle;
using FleetPortal.Pki.Text;
using Xunit;

namespace FleetPortal.Fleet.Tests.Findings;

public sealed class FindingTests
{
    private static readonly Actor Support = new("account", "Mara", Role.Support);
    private static readonly Actor Viewer = new("account", "Aiko", Role.Viewer);

    [Fact]
    public async Task WhatTheDetectorSaysAgain_IsAddedToTheOpenFinding()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificate = await registry.ThingAsync("pump-1");
        await registry.SuspectAsync(Suspicions.Of(registry, "pump-1", certificate));
        registry.Time.Advance(TimeSpan.FromMinutes(3));
        await registry.SuspectAsync(Suspicions.Of(registry, "pump-1", certificate, 95, "10.0.0.1", "10.0.0.3"));
        var row = Assert.Single(await registry.FindingsAsync());
        Assert.Equal(("F-1", FindingState.Open, FindingSeverity.Critical, 95), (row.Id, row.State, row.Severity, row.Score));
        Assert.Equal(TimeSpan.FromMinutes(3), row.LastSeenAt - row.FirstSeenAt);
        var finding = await registry.FindingAsync("F-1");
        Assert.Equal(["10.0.0.1", "10.0.0.2", "10.0.0.3"], finding.Evidence.Endpoints.Select(endpoint => endpoint.Source));
        Assert.Equal([FindingEntries.Raised, FindingEntries.Opened], finding.History.Select(entry => entry.Kind));
        Assert.Equal([certificate], finding.Certificates);
    }

    [Fact]
    public async Task Contain_HoldsTheCertificates_AndARepetitionChangesNothing()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificate = await registry.ThingAsync("pump-1");
        await registry.SuspectAsync(Suspicions.Of(registry, "pump-1", certificate));
        var contain = registry.Get<ContainFinding>();
        var done = await contain.ExecuteAsync("F-1", "two places", Support, CancellationToken.None);
        Assert.Equal(FindingState.Contained, done.State);
        Assert.Equal([certificate], done.CertificatesHeld);
        Assert.Equal(CertificateStatus.Inactive, (await registry.CertificateAsync(certificate))!.Status);
        var again = await contain.ExecuteAsync("f-1", null, Support, CancellationToken.None);
        Assert.Equal((FindingState.Contained, 0), (again.State, again.CertificatesHeld.Count));
        Assert.Equal([FindingEntries.Contained, FindingEntries.Opened],
            (await registry.FindingAsync("F-1")).History.Select(entry => entry.Kind));
    }

    [Fact]
    public async Task AThingThatIsContainedElsewhere_ContainsItsFinding_AndAReleaseOpensItAgain()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificate = await registry.ThingAsync("pump-1");
        await registry.SuspectAsync(Suspicions.Of(registry, "pump-1", certificate));
        await registry.ContainAsync("pump-1", null);
        Assert.Equal(FindingState.Contained, (await registry.FindingAsync("F-1")).Row.State);
        await registry.Get<ReleaseThing>().ExecuteAsync("pump-1", "it was us", TestRegistry.Administrator, CancellationToken.None);
        var finding = await registry.FindingAsync("F-1");
        Assert.Equal(FindingState.Open, finding.Row.State);
        Assert.Equal((FindingEntries.Released, "Jonas", "it was us"),
            (finding.History[0].Kind, finding.History[0].Actor, finding.History[0].Text));
    }

    [Fact]
    public async Task AFindingAboutTwoCertificates_IsContained_WhenTheLastOneIsEnded()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var first = await registry.ThingAsync("pump-1");
        var second = (await registry.IssueAsync(new("pump-1"))).Certificate.Id;
        await registry.SuspectAsync(Suspicions.Of(registry, "pump-1", first));
        await registry.SuspectAsync(Suspicions.Of(registry, "pump-1", second));
        await registry.RevokeAsync(first, RevocationReason.KeyCompromise);
        Assert.Equal(FindingState.Open, (await registry.FindingAsync("F-1")).Row.State);
        await registry.RevokeAsync(second, RevocationReason.KeyCompromise);
        Assert.Equal(FindingState.Contained, (await registry.FindingAsync("F-1")).Row.State);
    }

    [Fact]
    public async Task AResolvedFinding_IsFollowedByANewOne_AndAnAcceptedOneIsNot_UntilItsDate()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificate = await registry.ThingAsync("pump-1");
        var (close, suspicion) = (registry.Get<CloseFinding>(), Suspicions.Of(registry, "pump-1", certificate));
        await registry.SuspectAsync(suspicion);
        await close.ResolveAsync("F-1", "a test bench", Support, CancellationToken.None);
        await registry.SuspectAsync(suspicion);
        Assert.Equal(["F-2", "F-1"], (await registry.FindingsAsync()).Select(finding => finding.Id));
        await close.AcceptAsync("F-2", registry.Time.GetUtcNow().AddDays(7), "until the bench is gone", Support, CancellationToken.None);
        registry.Time.Advance(TimeSpan.FromDays(6));
        await registry.SuspectAsync(suspicion);
        Assert.Equal(2, (await registry.FindingsAsync()).Count);
        registry.Time.Advance(TimeSpan.FromDays(2));
        await registry.SuspectAsync(suspicion);
        Assert.Equal("F-3", Assert.Single(await registry.FindingsAsync("state:open")).Id);
        var error = await Assert.ThrowsAsync<FleetError>(() => close.ReopenAsync("F-1", null, Support, CancellationToken.None));
        Assert.Equal(FindingErrors.NewerOpen, error.Code);
    }

    [Fact]
    public async Task AViewer_ReadsFindings_AndChangesNone()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.SuspectAsync(Suspicions.Of(registry, "pump-1", await registry.ThingAsync("pump-1")));
        Assert.Single((await registry.Get<FindingQueries>().ListAsync(new FindingQuery(), 0, 10, Viewer, CancellationToken.None)).Items);
        Func<Task>[] changes =
        [
            () => registry.Get<ContainFinding>().ExecuteAsync("F-1", null, Viewer, CancellationToken.None),
            () => registry.Get<CloseFinding>().ResolveAsync("F-1", null, Viewer, CancellationToken.None),
            () => registry.Get<CloseFinding>().AcceptAsync("F-1", DateTimeOffset.MaxValue, null, Viewer, CancellationToken.None),
            () => registry.Get<CloseFinding>().ReopenAsync("F-1", null, Viewer, CancellationToken.None),
            () => registry.Get<DiscussFinding>().CommentAsync("F-1", "x", Viewer, CancellationToken.None),
            () => registry.Get<DiscussFinding>().AssignAsync("F-1", "x", Viewer, CancellationToken.None),
        ];
        foreach (var change in changes)
        {
            Assert.Equal(CommonErrors.Forbidden, (await Assert.ThrowsAsync<FleetError>(change)).Code);
        }
    }

    [Fact]
    public async Task ARetiredThing_ResolvesItsFinding_AndItsNextOwnerHasNone()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.SuspectAsync(Suspicions.Of(registry, "pump-1", await registry.ThingAsync("pump-1")));
        await registry.RetireAsync("pump-1", forget: true);
        await registry.ThingAsync("pump-1");
        Assert.Equal(FindingState.Resolved, Assert.Single(await registry.FindingsAsync()).State);
    }

    [Fact]
    public async Task CommentsAndAssignees_AreInTheHistory_AndInTheAudit()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.SuspectAsync(Suspicions.Of(registry, "pump-1", await registry.ThingAsync("pump-1")));
        var discuss = registry.Get<DiscussFinding>();
        await discuss.AssignAsync("F-1", " Mara ", Support, CancellationToken.None);
        await discuss.CommentAsync("F-1", "I called the plant.", Support, CancellationToken.None);
        Assert.Equal([("comment", "I called the plant."), ("assigned", "Mara")],
            (await registry.FindingAsync("F-1")).History.Take(2).Select(entry => (entry.Kind, entry.Text!)));
        Assert.Single(await registry.FindingsAsync("assignee:Mara"));
        Assert.Equal(FindingErrors.CommentEmpty, (await Assert.ThrowsAsync<FleetError>(
            () => discuss.CommentAsync("F-1", " ", Support, CancellationToken.None))).Code);
        Assert.Equal(CommonErrors.NoteInvalid, (await Assert.ThrowsAsync<FleetError>(
            () => discuss.CommentAsync("F-1", "a\u0007b", Support, CancellationToken.None))).Code);
    }

    [Fact]
    public async Task HostileTexts_AreKeptShort_AndAsTheyAre()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificate = await registry.ThingAsync("pump-1");
        var hostile = new FleetPortal.Fleet.Identity.ConnectAttempt
        {
            ClientId = "<script>\u202e\u0000" + new string('x', 65_000), RemoteAddress = "10.0.0.9:1", Protocol = "MQTT 5",
        };
        var suspicion = Suspicions.Of(registry, "pump-1", certificate);
        await registry.SuspectAsync(suspicion with { Endpoints = [ClientEndpoint.Of(hostile, registry.Time.GetUtcNow())] });
        var kept = Assert.Single((await registry.FindingAsync("F-1")).Evidence.Endpoints).ClientId;
        Assert.Equal(ClientEndpoint.MaxText, kept.Length);
        Assert.StartsWith("<script>\u202e\u0000", kept, StringComparison.Ordinal);
    }
}
