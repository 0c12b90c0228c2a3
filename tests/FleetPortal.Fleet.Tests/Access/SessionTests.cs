using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Kernel;
using Xunit;

namespace FleetPortal.Fleet.Tests.Access;

public sealed class SessionTests
{
    private static readonly Actor Mara = new(ActorKinds.Persona, "Mara", Role.Support);

    [Fact]
    public async Task ASession_StandsForItsPerson_UntilItIsEnded()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var (sessions, mara) = (registry.Get<Sessions>(), await StartAsync(registry, Mara));
        Assert.Equal("Mara", (await sessions.FindAsync(mara.Standing!.Id, isUse: true, CancellationToken.None))?.Name);
        await sessions.SignOutAsync(mara, "127.0.0.1", CancellationToken.None);
        Assert.Null(await sessions.FindAsync(mara.Standing.Id, isUse: true, CancellationToken.None));

        // Open pages of the session have lost their rights, and use cases refuse them.
        Assert.True(mara.Standing.HasEnded);
        Assert.False(mara.May(Permission.Read));
        Assert.Equal("session-ended", Assert.Throws<FleetError>(() => mara.Require(Permission.Read)).Code);
    }

    [Fact]
    public async Task ASessionWithoutUse_EndsAfterTwelveHours_AndUseKeepsIt()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var (sessions, mara) = (registry.Get<Sessions>(), await StartAsync(registry, Mara));
        registry.Time.Advance(TimeSpan.FromHours(11));
        Assert.NotNull(await sessions.FindAsync(mara.Standing!.Id, isUse: true, CancellationToken.None));
        registry.Time.Advance(TimeSpan.FromHours(11));
        Assert.NotNull(await sessions.FindAsync(mara.Standing.Id, isUse: false, CancellationToken.None));
        registry.Time.Advance(TimeSpan.FromHours(1));
        await registry.Get<Standings>().RefreshAsync(CancellationToken.None);
        Assert.True(mara.Standing.HasEnded);
        Assert.Null(await sessions.FindAsync(mara.Standing.Id, isUse: true, CancellationToken.None));
    }

    [Fact]
    public async Task UseOfAnOpenPage_IsUse()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var mara = await StartAsync(registry, Mara);
        for (var hour = 0; hour < 24; hour += 6)
        {
            registry.Time.Advance(TimeSpan.FromHours(6));
            mara.Standing!.Touch(registry.Time.GetUtcNow());
            await registry.Get<Standings>().RefreshAsync(CancellationToken.None);
        }

        Assert.False(mara.Standing!.HasEnded);
        Assert.Equal(registry.Time.GetUtcNow(),
            Assert.Single(await registry.Get<SessionQueries>().ListAsync(mara, CancellationToken.None)).LastSeenAt);
    }

    [Fact]
    public async Task ABusySession_EndsAtItsAbsoluteEnd()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var (sessions, mara) = (registry.Get<Sessions>(), await StartAsync(registry, Mara));
        for (var hour = 0; hour < 7 * 24 - 6; hour += 6)
        {
            registry.Time.Advance(TimeSpan.FromHours(6));
            Assert.NotNull(await sessions.FindAsync(mara.Standing!.Id, isUse: true, CancellationToken.None));
        }

        registry.Time.Advance(TimeSpan.FromHours(6));
        Assert.Null(await sessions.FindAsync(mara.Standing!.Id, isUse: true, CancellationToken.None));
    }

    [Fact]
    public async Task PeopleSeeAndEndTheirOwn_AndAnAdministratorEverybodys()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var (mara, other, aiko) = (await StartAsync(registry, Mara),
            await StartAsync(registry, Mara), await StartAsync(registry, new Actor(ActorKinds.Persona, "Aiko", Role.Viewer)));
        var jonas = await StartAsync(registry, new Actor(ActorKinds.Persona, "Jonas", Role.Administrator));
        var (queries, end) = (registry.Get<SessionQueries>(), registry.Get<EndSessions>());
        Assert.Equal(2, (await queries.ListAsync(mara, CancellationToken.None)).Count);
        Assert.Equal(4, (await queries.ListAsync(jonas, CancellationToken.None)).Count);
        Assert.Equal("session-not-found",
            (await Assert.ThrowsAsync<FleetError>(() => end.OneAsync(mara.Standing!.Id, aiko, CancellationToken.None))).Code);
        Assert.Equal("forbidden",
            (await Assert.ThrowsAsync<FleetError>(() => end.AllOfAsync(ActorKinds.Persona, "Mara", aiko, CancellationToken.None))).Code);
        Assert.False(mara.Standing!.HasEnded);
        Assert.Equal(1, await end.AllOfAsync(ActorKinds.Persona, "Mara", mara, CancellationToken.None));
        Assert.True(other.Standing!.HasEnded);
        Assert.False(mara.Standing.HasEnded);
        await end.OneAsync(mara.Standing.Id, jonas, CancellationToken.None);
        Assert.True(mara.Standing.HasEnded);
    }

    [Fact]
    public async Task OnePerson_HasSoManySessions_AndTheOneUnusedLongestEnds()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var first = await StartAsync(registry, Mara);
        for (var i = 0; i < Sessions.MaxPerPerson; i++)
        {
            Assert.False(first.Standing!.HasEnded && i < Sessions.MaxPerPerson - 1);
            registry.Time.Advance(TimeSpan.FromSeconds(1));
            await StartAsync(registry, Mara);
        }

        Assert.True(first.Standing!.HasEnded);
        Assert.Equal(Sessions.MaxPerPerson,
            (await registry.Get<SessionQueries>().ListAsync(TestRegistry.Administrator, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task ABrowserThatSignsInAnew_LeavesNoSessionBehind()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var before = await StartAsync(registry, Mara);
        await registry.Get<Sessions>()
            .StartAsync(new SessionStart(Mara, SignInMethod.Persona, "127.0.0.1", Replaces: before.Standing!.Id), CancellationToken.None);
        Assert.True(before.Standing.HasEnded);
    }

    private static Task<Actor> StartAsync(TestRegistry registry, Actor person) =>
        registry.Get<Sessions>().StartAsync(new SessionStart(person, SignInMethod.Persona, "127.0.0.1"), CancellationToken.None);
}
