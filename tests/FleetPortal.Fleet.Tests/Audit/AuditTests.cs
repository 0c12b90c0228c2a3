using CsCheck;
using FleetPortal.Fleet.Audit;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Things;
using Microsoft.Data.Sqlite;
using Xunit;

namespace FleetPortal.Fleet.Tests.Audit;

public sealed class AuditTests
{
    [Fact]
    public void AnyChangeOfAnyField_ChangesTheHash() => Gen.Select(Gen.String.Array[7], Gen.Int[0, 6], Gen.String)
        .Sample((fields, index, other) =>
    {
        var changed = fields.ToArray();
        changed[index] = other;
        var (one, two) = (AuditHash.Of(AuditHash.Genesis, new AuditContent(1, 2, fields)),
            AuditHash.Of(AuditHash.Genesis, new AuditContent(1, 2, changed)));
        return one.AsSpan().SequenceEqual(two) == (fields[index] == other);
    });

    [Fact]
    public void MovingACharacterFromOneFieldToTheNext_ChangesTheHash() =>
        Assert.NotEqual(AuditHash.Of(AuditHash.Genesis, new AuditContent(1, 2, ["ab", "c"])),
            AuditHash.Of(AuditHash.Genesis, new AuditContent(1, 2, ["a", "bc"])));

    [Fact]
    public void AMissingFieldAndAnEmptyOne_HashDifferently() =>
        Assert.NotEqual(AuditHash.Of(AuditHash.Genesis, new AuditContent(1, 2, [null])),
            AuditHash.Of(AuditHash.Genesis, new AuditContent(1, 2, [""])));

    [Fact]
    public async Task EveryChange_IsInTheChain_AndARefusedOneIsNot()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificate = await registry.EnrolAsync("pump-1");
        await registry.RevokeAsync(certificate.Id, RevocationReason.KeyCompromise);
        await Assert.ThrowsAsync<FleetError>(() => registry.RegisterAsync("PUMP-1"));

        var entries = await registry.Get<AuditQueries>().OfThingAsync("pump-1", 10, TestRegistry.Administrator, CancellationToken.None);
        Assert.Equal(["certificate.revoked", "certificate.issued", "thing.registered"], entries.Select(entry => entry.Action));
        Assert.All(entries, entry => Assert.Equal("Jonas", entry.Actor));
        Assert.Null((await registry.Get<AuditVerifier>().VerifyAsync(TestRegistry.Administrator, CancellationToken.None)).BrokenAt);
    }

    [Fact]
    public async Task ARewrittenEntry_BreaksTheChainThere()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.EnrolAsync("pump-1");
        using (var connection = new SqliteConnection($"Data Source={registry.DatabasePath}"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "UPDATE Audit SET ActorName = 'nobody' WHERE Sequence = 3";
            Assert.Equal(1, command.ExecuteNonQuery());
        }

        Assert.Equal(3, (await registry.Get<AuditVerifier>().VerifyAsync(TestRegistry.Administrator, CancellationToken.None)).BrokenAt);
    }

    [Fact]
    public async Task TwoPeopleOfOneName_AreTwoInTheAudit_AndTheirIdentityIsInTheChain()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var (one, other) = (Person("https://login.example#1"), Person("https://login.example#2"));
        await registry.Get<RegisterThing>().ExecuteAsync(new RegisterThingRequest("pump-1", "pump"), one, CancellationToken.None);
        await registry.Get<RegisterThing>().ExecuteAsync(new RegisterThingRequest("pump-2", "pump"), other, CancellationToken.None);
        Assert.NotEqual(one.Key, other.Key);
        Assert.Equal([one.Id],
            (await registry.Get<AuditQueries>().OfThingAsync("pump-1", 10, one, CancellationToken.None)).Select(entry => entry.ActorId));
        Assert.Equal([other.Id],
            (await registry.Get<AuditQueries>().OfThingAsync("pump-2", 10, one, CancellationToken.None)).Select(entry => entry.ActorId));
        Assert.Null((await registry.Get<AuditVerifier>().VerifyAsync(TestRegistry.Administrator, CancellationToken.None)).BrokenAt);
        using (var connection = new SqliteConnection($"Data Source={registry.DatabasePath}"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = $"UPDATE Audit SET ActorId = '{other.Id}' WHERE ActorId = '{one.Id}'";
            Assert.Equal(1, command.ExecuteNonQuery());
        }

        Assert.NotNull((await registry.Get<AuditVerifier>().VerifyAsync(TestRegistry.Administrator, CancellationToken.None)).BrokenAt);

        static Actor Person(string id) => new("openid", "Grace", Role.Operator) { Id = id };
    }

    [Theory]
    [InlineData(Role.Viewer, Permission.Contain, false)]
    [InlineData(Role.Support, Permission.Contain, true)]
    [InlineData(Role.Support, Permission.Administer, false)]
    [InlineData(Role.Support, Permission.Issue, false)]
    [InlineData(Role.Operator, Permission.Issue, true)]
    [InlineData(Role.Operator, Permission.Administer, false)]
    [InlineData(Role.Administrator, Permission.Administer, true)]
    public void EachRole_MayWhatItIsFor(
        Role role, Permission permission, bool may) => Assert.Equal(may, new Actor("account", "x", role).May(permission));
}
