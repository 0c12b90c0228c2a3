using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Kernel;
using Xunit;

namespace FleetPortal.Fleet.Tests.Access;

public sealed class ApiTokenTests
{
    [Fact]
    public async Task AToken_LastsNinetyDays_UnlessSaidOtherwise()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var (view, secret) = await CreateAsync(registry, "ci");
        Assert.Equal(registry.Time.GetUtcNow().AddDays(90), view.ExpiresAt);
        registry.Time.Advance(TimeSpan.FromDays(90) - TimeSpan.FromSeconds(1));
        Assert.NotNull(await registry.Get<ApiTokens>().AuthenticateAsync(secret, CancellationToken.None));
        registry.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await registry.Get<ApiTokens>().AuthenticateAsync(secret, CancellationToken.None));
        Assert.Empty(await registry.Get<ApiTokenQueries>().ListAsync(TestRegistry.Administrator, CancellationToken.None));
    }

    [Fact]
    public async Task ARevokedToken_IsRefused_AndItsStreamsEnd()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var (view, secret) = await CreateAsync(registry, "ci");
        var (other, _) = await CreateAsync(registry, "other");
        using var watch = registry.Get<Standings>().WatchToken(view.Id);
        using var untouched = registry.Get<Standings>().WatchToken(other.Id);
        await registry.RevokeTokenAsync(view.Id);
        Assert.True(watch.Ended.IsCancellationRequested);
        Assert.False(untouched.Ended.IsCancellationRequested);
        Assert.Null(await registry.Get<ApiTokens>().AuthenticateAsync(secret, CancellationToken.None));
        Assert.Equal("token-not-found", (await Assert.ThrowsAsync<FleetError>(() => registry.RevokeTokenAsync(view.Id))).Code);
    }

    [Fact]
    public async Task AnExpiredToken_EndsItsStreams()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var (view, _) = await registry.CreateTokenAsync("ci", Role.Viewer, 1);
        using var watch = registry.Get<Standings>().WatchToken(view.Id);
        registry.Time.Advance(TimeSpan.FromDays(1));
        await registry.Get<Standings>().RefreshAsync(CancellationToken.None);
        Assert.True(watch.Ended.IsCancellationRequested);
    }

    [Fact]
    public async Task OnlyAnAdministrator_ListsAndRevokes_AndATokenMayEndItself()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var (view, secret) = await CreateAsync(registry, "ci");
        var (other, _) = await CreateAsync(registry, "other");
        var self = (await registry.Get<ApiTokens>().AuthenticateAsync(secret, CancellationToken.None))!;
        Assert.Equal("forbidden",
            (await Assert.ThrowsAsync<FleetError>(() => registry.Get<ApiTokenQueries>().ListAsync(self, CancellationToken.None))).Code);
        Assert.Equal("forbidden", (await Assert.ThrowsAsync<FleetError>(() => registry.Get<RevokeApiToken>()
            .ExecuteAsync(other.Id, self, CancellationToken.None))).Code);
        await registry.Get<RevokeApiToken>().ExecuteAsync(view.Id, self, CancellationToken.None);
        Assert.Equal(other.Id,
            Assert.Single(await registry.Get<ApiTokenQueries>().ListAsync(TestRegistry.Administrator, CancellationToken.None)).Id);
    }

    [Fact]
    public async Task LastUse_IsShown()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var (_, secret) = await CreateAsync(registry, "ci");
        registry.Time.Advance(TimeSpan.FromHours(1));
        await registry.Get<ApiTokens>().AuthenticateAsync(secret, CancellationToken.None);

        // This later write waits in the queue for the write of the last use.
        await CreateAsync(registry, "other");
        Assert.Equal(registry.Time.GetUtcNow(), (await registry.Get<ApiTokenQueries>()
            .ListAsync(TestRegistry.Administrator, CancellationToken.None)).Single(x => x.Name == "ci").LastUsedAt);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a\u202Eb")]
    [InlineData("a\nb")]
    public async Task ANameThatCannotBeRead_IsRefused(string name)
    {
        await using var registry = await TestRegistry.CreateAsync();
        Assert.Equal("token-invalid", (await Assert.ThrowsAsync<FleetError>(() => CreateAsync(registry, name))).Code);
    }

    private static Task<CreatedApiToken> CreateAsync(TestRegistry registry, string name) =>
        registry.CreateTokenAsync(name, Role.Operator, null);
}
