using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FleetPortal.Fleet.Applications;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Enrolment;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Rotations;
using FleetPortal.Fleet.Things;
using Microsoft.Data.Sqlite;
using Xunit;

namespace FleetPortal.Fleet.Tests.Applications;

public sealed class ApplicationTests
{
    [Fact]
    public async Task AnApplication_HasWhatItsRequestNames_AndNothingElse()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await CreateAsync(registry, new CreateApplicationRequest("historian", "Data team", "Keeps 2 years", ["fleet/+/+/telemetry/#"]));
        var view = await FindAsync(registry, "historian");
        Assert.Equal(("historian", "Data team", "Keeps 2 years"), (view!.Name, view.Owner, view.Note));
        Assert.Equal((8, true), (view.MaxConnections, view.Enabled));
        Assert.Equal("fleet/+/+/telemetry/#", Assert.Single(view.Rights.Hears).Text);
        Assert.Empty(view.Rights.Publishes);
        Assert.Empty(view.Certificates);
    }

    [Theory]
    [InlineData("historian", "application-name-taken")]
    [InlineData("Historian", "application-name-case-twin")]
    [InlineData("pump-1", "application-name-taken")]
    [InlineData("PUMP-1", "application-name-case-twin")]
    [InlineData("a.b", "application-invalid")]
    [InlineData("", "application-invalid")]
    [InlineData(null, "application-invalid")]
    public async Task AName_ThatAThingOrAnApplicationHas_IsRefused(string? name, string code)
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.RegisterAsync("pump-1");
        await CreateAsync(registry, new CreateApplicationRequest("historian"));
        await RefusedAsync(code, () => CreateAsync(registry, new CreateApplicationRequest(name)));
    }

    [Theory]
    [InlineData("historian", "thing-name-taken")]
    [InlineData("HISTORIAN", "thing-name-case-twin")]
    public async Task AThing_TakesNoNameOfAnApplication(string name, string code)
    {
        await using var registry = await TestRegistry.CreateAsync();
        await CreateAsync(registry, new CreateApplicationRequest("historian"));
        await RefusedAsync(code, () => registry.RegisterAsync(name));
    }

    [Fact]
    public async Task EveryFault_IsNamedAtOnce_WithItsField()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var error = await Assert.ThrowsAsync<FleetError>(() => CreateAsync(registry, new CreateApplicationRequest(
            "x y", new string('o', 129), "\u202e", ["#", "$share/g/#"], ["fleet/+/+/state/#"], 0)));
        Assert.Equal(["name", "owner", "note", "maxConnections", "hears", "hears", "publishes"], error.Faults.Select(fault => fault.Field));
    }

    [Fact]
    public async Task AnApplication_IsNoThing_ToAnyUseCaseOrListOfThings()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await CreateAsync(registry, new CreateApplicationRequest("historian"));
        await IssueAsync(registry, "historian");
        Assert.Null(await registry.FindAsync("historian"));
        var list = await registry.Get<ThingQueries>().ListAsync(
            ThingQuery.Parse(""), new ThingOrder(ThingSort.Name, false), 0, 10, TestRegistry.Administrator, CancellationToken.None);
        Assert.Equal(0, list.Total);
        Assert.Equal(0, (await registry.Get<ThingQueries>().CountAsync(TestRegistry.Administrator, CancellationToken.None)).Things);
        await RefusedAsync("thing-not-found", () => registry.IssueAsync(new IssueCertificateRequest("historian")));
        await RefusedAsync("thing-not-found", () => registry.UpdateAsync(new UpdateThingRequest("historian", Enabled: false)));
        await RefusedAsync("thing-not-found", () => registry.RetireAsync("historian", forget: false));
        await RefusedAsync("thing-not-found", () => registry.ContainAsync("historian", null));
        await RefusedAsync("thing-not-found", () => registry.CreateEnrolmentTokenAsync("historian", null));
        await RefusedAsync("thing-not-found", () => registry.Get<StartRotation>()
            .ExecuteAsync("historian", null, TestRegistry.Administrator, CancellationToken.None));
    }

    [Fact]
    public async Task ACertificate_IsIssuedToAnApplication_ButNotToAThingOfItsName()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.RegisterAsync("pump-1");
        await CreateAsync(registry, new CreateApplicationRequest("historian"));
        var issued = await IssueAsync(registry, "historian");
        Assert.Equal((PrincipalKind.Application, "historian"), (issued.OwnerKind, issued.ThingName));
        Assert.Equal(PrincipalKind.Application, (await registry.CertificateAsync(issued.Id))!.OwnerKind);
        Assert.Equal(issued.Id, Assert.Single((await FindAsync(registry, "historian"))!.Certificates).Id);
        await RefusedAsync("application-not-found", () => IssueAsync(registry, "pump-1"));
        await UpdateAsync(registry, new UpdateApplicationRequest("historian", Enabled: false));
        await RefusedAsync("application-disabled", () => IssueAsync(registry, "historian"));
    }

    [Fact]
    public async Task ADeletedApplication_HasNoCertificateLeft_AndItsNameStaysReserved()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await CreateAsync(registry, new CreateApplicationRequest("historian"));
        var issued = await IssueAsync(registry, "historian");
        await registry.Get<DeleteApplication>().ExecuteAsync("historian", TestRegistry.Administrator, CancellationToken.None);
        var after = (await registry.CertificateAsync(issued.Id))!;
        Assert.Equal((CertificateStatus.Revoked, RevocationReason.CessationOfOperation), (after.Status, after.Reason));
        Assert.Empty(await ListAsync(registry, null));
        await RefusedAsync("application-name-taken", () => CreateAsync(registry, new CreateApplicationRequest("historian")));
        await RefusedAsync("application-not-found", () => UpdateAsync(registry, new UpdateApplicationRequest("historian", Owner: "x")));
    }

    [Fact]
    public async Task AnEnrolmentToken_IsForOneApplication_AndEndsWithIt()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.RegisterAsync("pump-1");
        await CreateAsync(registry, new CreateApplicationRequest("historian"));
        await RefusedAsync("application-not-found", () => TokenAsync(registry, "pump-1"));
        var token = await TokenAsync(registry, "historian");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await RefusedAsync("enrolment-token-invalid", () => EnrolAsync(registry, "pump-1", token.Token, key));
        var enrolled = await EnrolAsync(registry, "historian", token.Token, key);
        Assert.Equal((PrincipalKind.Application, "historian"), (enrolled.Certificate.OwnerKind, enrolled.Certificate.ThingName));
        Assert.Equal(enrolled.Certificate.Id, Assert.Single((await FindAsync(registry, "historian"))!.Certificates).Id);

        var unused = await TokenAsync(registry, "historian");
        var open = Assert.Single(await OpenAsync(registry));
        await registry.Get<CancelEnrolmentToken>().ExecuteAsync(
            "historian", PrincipalKind.Application, open.Id, TestRegistry.Administrator, CancellationToken.None);
        Assert.Empty(await OpenAsync(registry));
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await RefusedAsync("enrolment-token-invalid", () => EnrolAsync(registry, "historian", unused.Token, other));
        await UpdateAsync(registry, new UpdateApplicationRequest("historian", Enabled: false));
        await RefusedAsync("application-disabled", () => TokenAsync(registry, "historian"));
        await UpdateAsync(registry, new UpdateApplicationRequest("historian", Enabled: true));
        var last = await TokenAsync(registry, "historian");
        await registry.Get<DeleteApplication>().ExecuteAsync("historian", TestRegistry.Administrator, CancellationToken.None);
        await RefusedAsync("enrolment-token-invalid", () => EnrolAsync(registry, "historian", last.Token, other));
    }

    [Fact]
    public async Task AnOlderVersion_AndAnotherCase_AreRefused()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await CreateAsync(registry, new CreateApplicationRequest("historian"));
        await UpdateAsync(registry, new UpdateApplicationRequest("historian", Owner: "Ada", Version: 1));
        await RefusedAsync("version-mismatch",
            () => UpdateAsync(registry, new UpdateApplicationRequest("historian", Owner: "x", Version: 1)));
        await RefusedAsync("application-not-found", () => UpdateAsync(registry, new UpdateApplicationRequest("Historian", Owner: "x")));
        Assert.Null(await FindAsync(registry, "Historian"));
    }

    [Fact]
    public async Task OnlyAnAdministrator_GivesRights_ButSupportMayDisable()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await CreateAsync(registry, new CreateApplicationRequest("historian"));
        var (support, operators) = (new Actor("account", "Sam", Role.Support), new Actor("account", "Olga", Role.Operator));
        await RefusedAsync("forbidden", () => registry.Get<CreateApplication>()
            .ExecuteAsync(new CreateApplicationRequest("other"), operators, CancellationToken.None));
        await RefusedAsync("forbidden", () => registry.Get<UpdateApplication>().ExecuteAsync(
            new UpdateApplicationRequest("historian", Hears: ["fleet/+/+/state/#"]), operators, CancellationToken.None));
        await RefusedAsync("forbidden", () => registry.Get<UpdateApplication>().ExecuteAsync(
            new UpdateApplicationRequest("historian", Enabled: true), support, CancellationToken.None));
        await RefusedAsync("forbidden",
            () => registry.Get<DeleteApplication>().ExecuteAsync("historian", operators, CancellationToken.None));
        await registry.Get<UpdateApplication>().ExecuteAsync(
            new UpdateApplicationRequest("historian", Enabled: false), support, CancellationToken.None);
        Assert.False((await FindAsync(registry, "historian"))!.Enabled);
    }

    [Fact]
    public async Task TheList_IsFoundByNameOwnerAndNote_AndContinuesAfterAName()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await CreateAsync(registry, new CreateApplicationRequest("alarm-service", "Plant team", "calls plants"));
        await CreateAsync(registry, new CreateApplicationRequest("historian", "Data_team"));
        Assert.Equal(["alarm-service", "historian"], await ListAsync(registry, null));
        Assert.Equal(["alarm-service"], await ListAsync(registry, "CALLS"));
        Assert.Equal(["historian"], await ListAsync(registry, "a_t"));
        Assert.Equal(["historian"], await ListAsync(registry, null, after: "alarm-service"));
    }

    [Theory]
    [InlineData("""INSERT INTO Applications VALUES ((SELECT "Key" FROM Things WHERE Name = 'pump-1'), '', '', '[]', '[]', 1)""")]
    [InlineData("UPDATE Things SET Kind = 1 WHERE Name = 'pump-1'")]
    [InlineData("UPDATE Things SET Kind = 0 WHERE Name = 'historian'")]
    [InlineData("INSERT INTO Things (Name, Kind, Attributes, CreatedAt, Enabled, Connected, Version) VALUES ('x', 2, '{}', 0, 1, 0, 1)")]
    [InlineData("UPDATE Certificates SET ThingKey = NULL")]
    public async Task TheDatabase_KeepsACertificateWithOneThingOrOneApplication(string sql)
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.RegisterAsync("pump-1");
        await CreateAsync(registry, new CreateApplicationRequest("historian"));
        await IssueAsync(registry, "historian");
        await using var connection = new SqliteConnection($"Data Source={registry.DatabasePath}");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        var error = await Assert.ThrowsAsync<SqliteException>(() => command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
        Assert.Equal(19, error.SqliteErrorCode);
    }

    private static Task<string> CreateAsync(TestRegistry registry, CreateApplicationRequest request) =>
        registry.Get<CreateApplication>().ExecuteAsync(request, TestRegistry.Administrator, CancellationToken.None);

    private static Task<int> UpdateAsync(TestRegistry registry, UpdateApplicationRequest request) =>
        registry.Get<UpdateApplication>().ExecuteAsync(request, TestRegistry.Administrator, CancellationToken.None);

    private static Task<ApplicationView?> FindAsync(TestRegistry registry, string name) =>
        registry.Get<ApplicationQueries>().FindAsync(name, TestRegistry.Administrator, CancellationToken.None);

    private static async Task<CertificateView> IssueAsync(TestRegistry registry, string name) =>
        (await registry.IssueAsync(new IssueCertificateRequest(name, Owner: PrincipalKind.Application))).Certificate;

    private static async Task<IEnumerable<string>> ListAsync(TestRegistry registry, string? text, string? after = null) =>
        (await registry.Get<ApplicationQueries>().ListAsync(text, after, 10, TestRegistry.Administrator, CancellationToken.None))
            .Select(view => view.Name);

    private static async Task RefusedAsync(string code, Func<Task> action) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<FleetError>(action)).Code);

    private static Task<EnrolmentToken> TokenAsync(TestRegistry registry, string name) =>
        registry.CreateEnrolmentTokenAsync(name, null, PrincipalKind.Application);

    private static Task<IReadOnlyList<OpenEnrolmentToken>> OpenAsync(TestRegistry registry) => registry.Get<EnrolmentTokenQueries>()
        .OpenAsync("historian", PrincipalKind.Application, TestRegistry.Administrator, CancellationToken.None);

    private static Task<EnrolledDevice> EnrolAsync(TestRegistry registry, string name, string token, ECDsa key) =>
        registry.Get<EnrolDevice>().ExecuteAsync(name, token,
            new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256).CreateSigningRequest(), makeKey: false,
            new DeviceOrigin("192.0.2.1:4711", "TLS 1.3", "EST"), CancellationToken.None);
}
