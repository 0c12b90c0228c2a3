using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Things;
using Xunit;

namespace FleetPortal.Fleet.Tests.Things;

/// <summary>What the query box understands, and the order of lists.</summary>
public sealed class ThingQueryTests
{
    [Fact]
    public void TheQueryBox_ReadsFiltersAndWords()
    {
        var query = ThingQuery
            .Parse("type:pump group:plant-2 status:expiring expires<30d EXPIRES>7 connected:no access:no name:urn:x 04 -04");
        Assert.Equal(("pump", "plant-2", CredentialFilter.Expiring, 30, 7, false, false),
            (query.Type, query.Group, query.Status, query.ExpiresWithinDays, query.ExpiresAfterDays, query.Connected, query.HasAccess));
        Assert.Equal(["urn:x", "04", "-04"], query.Words);
    }

    [Theory]
    [InlineData("status:nonsense", "status: takes active")]
    [InlineData("status:1", "status: takes active")]
    [InlineData("status:", "status: takes active")]
    [InlineData("status:active,expired", "status: takes active")]
    [InlineData("expires<soon", "expires<30d")]
    [InlineData("expires<30dd", "expires<30d")]
    [InlineData("expires>2w", "expires>300d")]
    [InlineData("expires=30d", "expires<30d")]
    [InlineData("connected:maybe", "yes or no")]
    [InlineData("foo:bar", "name:foo:bar")]
    [InlineData("urn:x", "name:urn:x")]
    [InlineData("-type:pump", "negated")]
    [InlineData("pump*", "pump finds every name that contains it")]
    [InlineData("*", "There are no wildcards")]
    [InlineData("pump/1", "No ThingName contains /")]
    [InlineData("type:", "Write a value after type:")]
    [InlineData("age>3", "Only expires and seen can")]
    [InlineData("name:", "a part of a ThingName")]
    public void ATermThatIsNotUnderstood_IsNamed_AndExplained(string text, string words)
    {
        var error = Assert.Throws<FleetError>(() => ThingQuery.Parse(text));
        Assert.Equal("query-invalid", error.Code);
        Assert.StartsWith(text, error.Faults.Single().Message, StringComparison.Ordinal);
        Assert.Contains(words, error.Faults.Single().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("type:pump type:valve")]
    [InlineData("expires>30d expires<7d")]
    public void TermsThatExcludeOneAnother_AreSaid(
        string text) => Assert.Equal("query-invalid", Assert.Throws<FleetError>(() => ThingQuery.Parse(text)).Code);

    [Fact]
    public async Task EndsBetweenTwoDays_AreFound_AndEachThingIsInOneBand()
    {
        await using var registry = await FleetAsync();
        Assert.Equal(["d1"], await NamesAsync(registry, "expires<1d"));
        Assert.Equal(["d5"], await NamesAsync(registry, "expires>1d expires<7d"));
        Assert.Equal(["d20"], await NamesAsync(registry, "expires>7d expires<30d"));
        Assert.Equal(["d300"], await NamesAsync(registry, "expires>200d"));
    }

    [Fact]
    public async Task WhoCannotConnect_IsCountedOnce_AndListedByAccessNo()
    {
        await using var registry = await FleetAsync();
        var counts = await registry.Get<ThingQueries>().CountAsync(TestRegistry.Administrator, CancellationToken.None);
        Assert.Equal(new OutOfAccess(2, 1, 0, 1), counts.Out);
        Assert.Equal(3, counts.Out.CannotConnect);
        Assert.Equal(["expired", "none", "revoked"], await NamesAsync(registry, "access:no"));
        Assert.Equal(["held"], await NamesAsync(registry, "status:hold"));
        Assert.Equal(["d1", "d20", "d300", "d5"], await NamesAsync(registry, "access:yes"));

        // An authority that is not trusted any more lets nobody in.
        await registry.ChangeStatusAsync("issuing-1", AuthorityStatus.Disabled);
        counts = await registry.Get<ThingQueries>().CountAsync(TestRegistry.Administrator, CancellationToken.None);
        Assert.Equal((4, 7), (counts.Out.Stranded, counts.Out.CannotConnect));
        Assert.Equal(7, (await NamesAsync(registry, "access:no")).Count);
        Assert.Empty(await NamesAsync(registry, "access:yes"));
    }

    [Theory]
    [InlineData(ThingSort.Name)]
    [InlineData(ThingSort.Type)]
    [InlineData(ThingSort.Expires)]
    [InlineData(ThingSort.LastSeen)]
    public async Task EveryOrder_GoesBothWays_ByPlaceAndByWindow(ThingSort by)
    {
        await using var registry = await FleetAsync();
        var queries = registry.Get<ThingQueries>();
        foreach (var name in new[] { "d5", "d20", "d1" })
        {
            registry.Time.Advance(TimeSpan.FromMinutes(1));
            await registry.NoteAsync(name, connected: false);
        }

        foreach (var descending in new[] { false, true })
        {
            var order = new ThingOrder(by, descending);
            var paged = new List<ThingRow>();
            ThingPlace? after = null;
            do
            {
                var page = await queries.ListAfterAsync(new ThingQuery(),
                    order, after, 3, TestRegistry.Administrator, CancellationToken.None);
                paged.AddRange(page.Items);
                after = page.Items.Count == 3 ? ThingPlace.Of(page.Items[^1], order) : null;
            }
            while (after is not null);
            Assert.Equal(8, paged.Select(row => row.Name).Distinct().Count());
            Assert.Equal(8, paged.Count);

            // The window agrees with the pages where the column decides, from either end.
            var window = new List<ThingRow>();
            for (var skip = 0; skip < 8; skip += 2)
            {
                window.AddRange(
                    (await queries.ListAsync(new ThingQuery(), order, skip, 2, TestRegistry.Administrator, CancellationToken.None)).Items);
            }

            Assert.Equal(paged.Select(KeyOf), window.Select(KeyOf));
        }

        string KeyOf(ThingRow row) => by switch { ThingSort.Name => row.Name,
            ThingSort.Type => row.Type ?? "", ThingSort.Expires => $"{row.CredentialNotAfter:O}", _ => $"{row.LastSeenAt:O}" };
    }

    [Fact]
    public async Task TheOtherWayRound_IsTheOtherWayRound_AndWhatIsMissingStandsLast()
    {
        await using var registry = await FleetAsync();
        Assert.Equal("revoked", (await ListAsync(new ThingOrder(ThingSort.Name, Descending: true)))[0].Name);
        Assert.Equal(["expired", "d1", "d5"], (await ListAsync(ThingSort.Expires)).Take(3).Select(row => row.Name));
        var latest = await ListAsync(new ThingOrder(ThingSort.Expires, Descending: true));
        Assert.Equal("none", latest[^1].Name);
        Assert.Equal(["valve", "pump"],
            (await ListAsync(new ThingOrder(ThingSort.Type, Descending: true))).Select(row => row.Type).OfType<string>().Distinct());
        Assert.Equal(["plant-1", "plant-2"], latest.Single(row => row.Name == "none").Groups);

        async Task<IReadOnlyList<ThingRow>> ListAsync(ThingOrder order) => (await registry.Get<ThingQueries>()
            .ListAsync(new ThingQuery(), order, 0, 20, TestRegistry.Administrator, CancellationToken.None)).Items;
    }

    /// <summary>Things whose certificates end in 1, 5, 20 and 300 days; one expired, one on hold, one revoked, one without.</summary>
    private static async Task<TestRegistry> FleetAsync()
    {
        var registry = await TestRegistry.CreateAsync();
        await registry.EnrolAsync("expired", days: 1);
        registry.Time.Advance(TimeSpan.FromDays(2));
        foreach (var (name, days) in new[] { ("d1", 1), ("d5", 5), ("d20", 20), ("d300", 300) })
        {
            await registry.EnrolAsync(name, days);
        }

        // A certificate's validity begins some minutes ago: half an hour later all ends are clearly inside their days.
        registry.Time.Advance(TimeSpan.FromMinutes(30));
        var held = await registry.EnrolAsync("held");
        await registry.HoldAsync(held.Id);
        var revoked = await registry.EnrolAsync("revoked");
        await registry.RevokeAsync(revoked.Id, RevocationReason.KeyCompromise);
        await registry.RegisterAsync(new RegisterThingRequest("none", null, ["plant-2", "plant-1"]));
        await registry.UpdateAsync(new UpdateThingRequest("held", Type: "valve"));
        return registry;
    }

    private static async Task<IReadOnlyList<string>> NamesAsync(TestRegistry registry, string query) =>
        [.. (await registry.Get<ThingQueries>().ListAsync(ThingQuery.Parse(query),
            ThingSort.Name, 0, 20, TestRegistry.Administrator, CancellationToken.None)).Items.Select(row => row.Name)];
}
