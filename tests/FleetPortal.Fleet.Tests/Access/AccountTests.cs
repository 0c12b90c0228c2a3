using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Kernel;
using OtpNet;
using Xunit;

namespace FleetPortal.Fleet.Tests.Access;

public sealed class AccountTests
{
    private const string Password = "correct horse battery";
    private const string Other = "seven purple otters";

    [Fact]
    public async Task AnInvitation_IsAcceptedOnce_WithinADay()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var link = await InviteAsync(registry, "mara", Role.Support);
        Assert.Equal(AccountState.Invited, link.Account.State);
        Assert.Null((await VerifyAsync(registry, "mara", "")).State);
        var mara = await AcceptAsync(registry, link, Password);
        Assert.Equal(("mara", Role.Support), (mara.Name, mara.Role));
        Assert.Equal("link-invalid", (await Assert.ThrowsAsync<FleetError>(() => AcceptAsync(registry, link, Other))).Code);
        Assert.NotNull((await VerifyAsync(registry, "MARA", Password)).State);

        var late = await InviteAsync(registry, "tomas", Role.Viewer);
        registry.Time.Advance(TimeSpan.FromHours(24));
        Assert.Equal("link-invalid", (await Assert.ThrowsAsync<FleetError>(() => AcceptAsync(registry, late, Password))).Code);
        Assert.Equal(AccountState.InvitationExpired, (await GetAsync(registry, late.Account.Id)).State);
    }

    [Fact]
    public async Task OneLinkUsedByManyAtOnce_CountsOnce()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var link = await InviteAsync(registry, "mara", Role.Support);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            try
            {
                await AcceptAsync(registry, link, $"{Password} {i}");
                return true;
            }
            catch (FleetError)
            {
                return false;
            }
        }));
        Assert.Single(outcomes, accepted => accepted);
    }

    [Fact]
    public async Task ManyWhoUseTheSetUpLinkAtOnce_MakeOneAdministrator()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            try
            {
                await registry.Get<CreateFirstAdministrator>().ExecuteAsync($"root{i}", Password, CancellationToken.None);
                return true;
            }
            catch (FleetError e) when (e.Code == "setup-done")
            {
                return false;
            }
        }));
        Assert.Single(outcomes, made => made);
        Assert.Single(await registry.Get<AccountQueries>().ListAsync(TestRegistry.Administrator, CancellationToken.None));
    }

    [Theory]
    [InlineData("short")]
    [InlineData("passwordpassword")]
    [InlineData("PasswordPassword")]
    [InlineData("password123456")]
    [InlineData("qwerty123456")]
    [InlineData("1q2w3e4r5t6y")]
    [InlineData("abcabcabcabc")]
    [InlineData("123456789012")]
    [InlineData("aaaaaaaaaaaa")]
    [InlineData("mara.lindqvist1")]
    [InlineData("fleetportal1")]
    public void APasswordThatIsGuessedFirst_IsRefused(string password) => Assert.NotNull(Passwords.FaultOf(password, "mara.lindqvist"));

    [Theory]
    [InlineData("correct horse battery")]
    [InlineData("seven purple otters")]
    [InlineData("Tr0ub4dor&3-and-more")]
    [InlineData("пароль для насоса")]
    public void ALongPassword_IsTaken(string password) => Assert.Null(Passwords.FaultOf(password, "mara"));

    [Fact]
    public async Task DisablingAnAccount_EndsItsSessions_AndNobodyGetsInWithIt()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await FirstAdministratorAsync(registry);
        var mara = await AcceptAsync(registry, await InviteAsync(registry, "mara", Role.Support), Password);
        var open = await StartAsync(registry, mara);
        var reset = await registry.Get<ResetAccount>().ExecuteAsync(mara.Id!, false, TestRegistry.Administrator, CancellationToken.None);
        await ChangeAsync(registry, mara, new AccountChange(Enabled: false));
        Assert.True(open.Standing!.HasEnded);
        Assert.Null((await VerifyAsync(registry, "mara", Password)).State);
        Assert.Equal("link-invalid", (await Assert.ThrowsAsync<FleetError>(() => AcceptAsync(registry, reset, Other))).Code);
        Assert.Equal("account-disabled", (await Assert.ThrowsAsync<FleetError>(() => registry.Get<ResetAccount>()
            .ExecuteAsync(mara.Id!, false, TestRegistry.Administrator, CancellationToken.None))).Code);
        await ChangeAsync(registry, mara, new AccountChange(Enabled: true));
        Assert.NotNull((await VerifyAsync(registry, "mara", Password)).State);
    }

    [Fact]
    public async Task AnotherRole_CountsAtOnce_OnPagesThatAreOpen()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var mara = await AcceptAsync(registry, await InviteAsync(registry, "mara", Role.Operator), Password);
        var open = await StartAsync(registry, mara);
        Assert.True(open.May(Permission.Issue));
        await ChangeAsync(registry, mara, new AccountChange(Role: Role.Viewer));
        Assert.False(open.May(Permission.Issue));
        Assert.Equal("forbidden", Assert.Throws<FleetError>(() => open.Require(Permission.Issue)).Code);
        open.Require(Permission.Read);
    }

    [Fact]
    public async Task TheLastAdministrator_IsNeitherDisabledNorDemotedNorRemoved()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var root = await FirstAdministratorAsync(registry);

        // An invited administrator without a password does not count, because the person cannot sign in yet.
        var invited = await InviteAsync(registry, "second", Role.Administrator);
        Assert.Equal("last-administrator",
            (await Assert.ThrowsAsync<FleetError>(() => ChangeAsync(registry, root, new AccountChange(Enabled: false)))).Code);
        Assert.Equal("last-administrator",
            (await Assert.ThrowsAsync<FleetError>(() => ChangeAsync(registry, root, new AccountChange(Role: Role.Operator)))).Code);
        Assert.Equal("last-administrator", (await Assert.ThrowsAsync<FleetError>(() => registry.Get<RemoveAccount>()
            .ExecuteAsync(root.Id!, TestRegistry.Administrator, CancellationToken.None))).Code);
        await AcceptAsync(registry, invited, Password);
        await ChangeAsync(registry, root, new AccountChange(Enabled: false));
        await registry.Get<RemoveAccount>().ExecuteAsync(root.Id!, TestRegistry.Administrator, CancellationToken.None);
        Assert.Equal("second",
            Assert.Single(await registry.Get<AccountQueries>().ListAsync(TestRegistry.Administrator, CancellationToken.None)).Name);
    }

    [Fact]
    public async Task OnlyAdministrators_ManageAccounts()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var operatorActor = new Actor(ActorKinds.Account, "ola", Role.Operator) { Id = "x" };
        Assert.Equal("forbidden", (await Assert.ThrowsAsync<FleetError>(() => registry.Get<InviteAccount>()
            .ExecuteAsync("a", null, Role.Viewer, operatorActor, CancellationToken.None))).Code);
        Assert.Equal("forbidden", (await Assert.ThrowsAsync<FleetError>(() => registry.Get<AccountQueries>()
            .ListAsync(operatorActor, CancellationToken.None))).Code);
        Assert.Equal("account-name-taken", (await Assert.ThrowsAsync<FleetError>(async () =>
        {
            await InviteAsync(registry, "mara", Role.Viewer);
            await InviteAsync(registry, "Mara", Role.Viewer);
        })).Code);
        Assert.Equal("account-invalid", (await Assert.ThrowsAsync<FleetError>(() => InviteAsync(registry, "<b>", Role.Viewer))).Code);
    }

    [Fact]
    public async Task WhoGuesses_LocksOutTheirOwnAddress_AndNotTheOwner()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var root = await FirstAdministratorAsync(registry);
        for (var i = 0; i < SignInThrottle.Tries; i++)
        {
            Assert.Null((await VerifyAsync(registry, "root", "wrong", "203.0.113.9")).State);
        }

        // From that address, the right password is refused like a wrong one. The owner can sign in from another address.
        Assert.Null((await VerifyAsync(registry, "root", Password, "203.0.113.9")).State);
        Assert.NotNull((await VerifyAsync(registry, "root", Password, "198.51.100.7")).State);

        // Wrong passwords from many addresses block every unknown browser, but not the one that the owner has used before.
        for (var i = 0; i < SignInThrottle.TriesFromEverywhere; i++)
        {
            await VerifyAsync(registry, "root", "wrong", $"203.0.113.{100 + (i / 4)}");
        }

        Assert.Null((await VerifyAsync(registry, "root", Password, "198.51.100.7")).State);
        Assert.NotNull((await VerifyAsync(registry, "root", Password, "198.51.100.7", new KnownDevice("laptop", root.Id!))).State);
        Assert.Null((await VerifyAsync(registry, "root", Password, "198.51.100.7", new KnownDevice("laptop", "somebody else's"))).State);
        await registry.Get<UnlockAccount>().ExecuteAsync(root.Id!, TestRegistry.Administrator, CancellationToken.None);
        Assert.NotNull((await VerifyAsync(registry, "root", Password, "198.51.100.7")).State);
    }

    [Fact]
    public async Task AWait_EndsByItself()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await FirstAdministratorAsync(registry);
        for (var i = 0; i < SignInThrottle.Tries; i++)
        {
            await VerifyAsync(registry, "root", "wrong");
        }

        Assert.Null((await VerifyAsync(registry, "root", Password)).State);
        registry.Time.Advance(SignInThrottle.Wait);
        Assert.NotNull((await VerifyAsync(registry, "root", Password)).State);
    }

    [Fact]
    public async Task ChangingThePassword_EndsTheOtherSessions_AndNeedsTheOldOne()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var root = await FirstAdministratorAsync(registry);
        var (here, elsewhere) = (await StartAsync(registry, root), await StartAsync(registry, root));
        var change = registry.Get<ChangeOwnPassword>();
        Assert.Equal("password-wrong",
            (await Assert.ThrowsAsync<FleetError>(() => change.ExecuteAsync("wrong", Other, here, CancellationToken.None))).Code);
        Assert.Equal("password-invalid", (await Assert
            .ThrowsAsync<FleetError>(() => change.ExecuteAsync(Password, "passwordpassword", here, CancellationToken.None))).Code);
        await change.ExecuteAsync(Password, Other, here, CancellationToken.None);
        Assert.False(here.Standing!.HasEnded);
        Assert.True(elsewhere.Standing!.HasEnded);
        Assert.Null((await VerifyAsync(registry, "root", Password)).State);
        Assert.NotNull((await VerifyAsync(registry, "root", Other)).State);
    }

    [Fact]
    public async Task ACode_CountsOnce()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var (root, totp, _) = await WithTotpAsync(registry);
        var factors = registry.Get<SecondFactors>();

        // The code that added the app is used up too.
        Assert.False(await factors.TryTotpAsync(root.Id!, CodeOf(registry, totp), CancellationToken.None));
        registry.Time.Advance(TimeSpan.FromSeconds(30));
        var code = CodeOf(registry, totp);
        Assert.True(await factors.TryTotpAsync(root.Id!, code, CancellationToken.None));
        Assert.False(await factors.TryTotpAsync(root.Id!, code, CancellationToken.None));
        Assert.True((await VerifyAsync(registry, "root", Password)).State!.HasTotp);
    }

    [Fact]
    public async Task WrongCodes_MustWait_TheRightOneToo()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var (root, totp, codes) = await WithTotpAsync(registry);
        registry.Time.Advance(TimeSpan.FromMinutes(5));
        for (var i = 0; i < SignInThrottle.Tries; i++)
        {
            Assert.False(await registry.Get<SecondFactors>().TryTotpAsync(root.Id!, "000000", CancellationToken.None));
        }

        Assert.False(await registry.Get<SecondFactors>().TryTotpAsync(root.Id!, CodeOf(registry, totp), CancellationToken.None));
        Assert.False(await registry.Get<SecondFactors>().TryRecoveryCodeAsync(root.Id!, codes[0], CancellationToken.None));
        registry.Time.Advance(SignInThrottle.Wait);
        Assert.True(await registry.Get<SecondFactors>().TryTotpAsync(root.Id!, CodeOf(registry, totp), CancellationToken.None));
    }

    [Fact]
    public async Task ARecoveryCode_CountsOnce_AndNewOnesEndTheOldOnes()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var (root, _, codes) = await WithTotpAsync(registry);
        var factors = registry.Get<SecondFactors>();
        Assert.Equal(SecondFactors.RecoveryCodes, codes.Distinct().Count());
        Assert.True(await factors.TryRecoveryCodeAsync(root.Id!, codes[0].ToUpperInvariant(), CancellationToken.None));
        Assert.False(await factors.TryRecoveryCodeAsync(root.Id!, codes[0], CancellationToken.None));
        Assert.Equal(SecondFactors.RecoveryCodes - 1, (await GetAsync(registry, root.Id!)).RecoveryCodes);
        await factors.RenewRecoveryCodesAsync(Password, root, CancellationToken.None);
        Assert.False(await factors.TryRecoveryCodeAsync(root.Id!, codes[1], CancellationToken.None));
        var file = System.Text.Encoding.Latin1
            .GetString(await File.ReadAllBytesAsync(registry.DatabasePath + "-wal", CancellationToken.None));
        Assert.DoesNotContain(codes[2].Replace("-", "", StringComparison.Ordinal), file, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhoHasLostTheSecondFactor_GetsALinkThatRemovesIt()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var (root, _, _) = await WithTotpAsync(registry);
        var kept = await registry.Get<ResetAccount>().ExecuteAsync(root.Id!, false, TestRegistry.Administrator, CancellationToken.None);
        await AcceptAsync(registry, kept, Other);
        Assert.True((await GetAsync(registry, root.Id!)).HasTotp);
        var removing = await registry.Get<ResetAccount>().ExecuteAsync(root.Id!, true, TestRegistry.Administrator, CancellationToken.None);
        Assert.True((await GetAsync(registry, root.Id!)).HasTotp);
        await AcceptAsync(registry, removing, Password);
        Assert.False((await GetAsync(registry, root.Id!)).HasSecondFactor);
    }

    [Fact]
    public async Task WhoKnowsThePasswordAlone_CannotAddASecondFactorBesideTheOwners()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var (root, _, _) = await WithTotpAsync(registry);
        var offer = SecondFactors.Offer("root");
        Assert.Equal("second-factor-exists", (await Assert.ThrowsAsync<FleetError>(() => registry.Get<SecondFactors>()
            .AddFirstTotpAsync(offer.Secret, CodeOf(registry, offer.Secret), root, CancellationToken.None))).Code);
    }

    [Fact]
    public async Task AnOldHash_IsMadeAnewAtTheNextSignIn()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await FirstAdministratorAsync(registry);
        var old = new Microsoft.AspNetCore.Identity.PasswordHasher<Account>(
            Microsoft.Extensions.Options.Options.Create(new Microsoft.AspNetCore.Identity.PasswordHasherOptions { IterationCount = 1000 }));
        await registry.SetPasswordHashAsync("ROOT", old.HashPassword(new Account(), Password));
        Assert.NotNull((await VerifyAsync(registry, "root", Password)).State);
        var hash = Convert.FromBase64String(await registry.PasswordHashAsync("ROOT"));

        // The format of ASP.NET Core Identity: version, PRF, iterations (big-endian), …
        Assert.Equal(210_000, System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(5)));
        Assert.NotNull((await VerifyAsync(registry, "root", Password)).State);
    }

    private static async Task<Actor> FirstAdministratorAsync(
        TestRegistry registry) => await registry.Get<CreateFirstAdministrator>().ExecuteAsync("root", Password, CancellationToken.None);

    private static async Task<(Actor Root, string Secret, IReadOnlyList<string> Codes)> WithTotpAsync(TestRegistry registry)
    {
        var root = await StartAsync(registry, await FirstAdministratorAsync(registry));
        var offer = SecondFactors.Offer("root");
        var codes = await registry.Get<SecondFactors>()
            .AddTotpAsync(offer.Secret, CodeOf(registry, offer.Secret), Password, root, CancellationToken.None);
        return (root, offer.Secret, codes);
    }

    private static string CodeOf(TestRegistry registry, string secret) => new Totp(Base32Encoding.ToBytes(secret))
        .ComputeTotp(registry.Time.GetUtcNow().UtcDateTime);

    private static Task<AccountLink> InviteAsync(TestRegistry registry, string name, Role role) =>
        registry.Get<InviteAccount>().ExecuteAsync(name, null, role, TestRegistry.Administrator, CancellationToken.None);

    private static Task<Actor> AcceptAsync(TestRegistry registry, AccountLink link, string password) =>
        registry.Get<AcceptLink>()
            .ExecuteAsync(link.Path[(link.Path.IndexOf('=', StringComparison.Ordinal) + 1)..], password, CancellationToken.None);

    private static Task<PasswordResult> VerifyAsync(
        TestRegistry registry, string name, string password, string address = "127.0.0.1", KnownDevice? device = null) =>
        registry.Get<VerifyPassword>().ExecuteAsync(name, password, address, device, CancellationToken.None);

    private static Task<AccountView> ChangeAsync(TestRegistry registry, Actor person, AccountChange change) =>
        registry.Get<ChangeAccount>().ExecuteAsync(person.Id!, change, TestRegistry.Administrator, CancellationToken.None);

    private static Task<AccountView> GetAsync(TestRegistry registry, string id) => registry.Get<AccountQueries>()
        .GetAsync(id, TestRegistry.Administrator, CancellationToken.None);

    private static Task<Actor> StartAsync(TestRegistry registry, Actor person) =>
        registry.Get<Sessions>().StartAsync(new SessionStart(person, SignInMethod.Password, "127.0.0.1"), CancellationToken.None);
}
