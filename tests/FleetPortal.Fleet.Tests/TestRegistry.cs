using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FleetPortal.Fleet.Attempts;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Expiry;
using FleetPortal.Fleet.ExternalAuthorities;
using FleetPortal.Fleet.Findings;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Things;
using FleetPortal.Fleet.Topics;
using FleetPortal.Pki.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace FleetPortal.Fleet.Tests;

/// <summary>The registry on a real SQLite file, with a clock that the test moves.</summary>
internal sealed partial class TestRegistry : IAsyncDisposable
{
    private readonly DirectoryInfo _directory;
    private readonly ServiceProvider _services;

    private TestRegistry(DirectoryInfo directory, ServiceProvider services, FakeTimeProvider time) =>
        (_directory, _services, Time) = (directory, services, time);

    public static Actor Administrator { get; } = new("account", "Jonas", Role.Administrator);

    public FakeTimeProvider Time { get; }

    public string DatabasePath => Path.Combine(_directory.FullName, "fleet.db");

    public static async Task<TestRegistry> CreateAsync(
        ExpiryPolicy? expiry = null, CrlFetchOptions? fetch = null, Action<IServiceCollection>? configure = null,
        ContainmentPolicy? containment = null)
    {
        var directory = Directory.CreateTempSubdirectory("fleetportal-");
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));
        var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(time)
            .AddFleet(new FleetOptions { ConnectionString = $"Data Source={Path.Combine(directory.FullName, "fleet.db")}",
                KeyDirectory = directory.FullName, KeyPassphrase = "secret",
                ConnectsPerMinute = 3, Expiry = expiry ?? ExpiryPolicy.Default, CrlFetch = fetch ?? CrlFetchOptions.Off,
                Containment = containment ?? ContainmentPolicy.Off })
            .AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        configure?.Invoke(services);
        var registry = new TestRegistry(directory, services.BuildServiceProvider(), time);
        await registry.StartAsync();
        return registry;
    }

    /// <summary>What every start of a portal does before it listens.</summary>
    public Task StartAsync() => _services.RunStartStepsAsync(StartPhase.Open, CancellationToken.None);

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>What an earlier version would have stored.</summary>
    public async Task SetPasswordHashAsync(string normalizedName, string hash)
    {
        await using var db = Get<IDbContextFactory<FleetDbContext>>().CreateDbContext();
        await db.Users.Where(x => x.NormalizedUserName == normalizedName)
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.PasswordHash, hash));
    }

    public async Task<string> PasswordHashAsync(string normalizedName)
    {
        await using var db = Get<IDbContextFactory<FleetDbContext>>().CreateDbContext();
        return (await db.Users.Where(x => x.NormalizedUserName == normalizedName).Select(x => x.PasswordHash).SingleAsync())!;
    }

    public Task RegisterAsync(string name, string? type = "pump") => Get<RegisterThing>()
        .ExecuteAsync(new RegisterThingRequest(name, type), Administrator, CancellationToken.None);

    public async Task<CertificateView> IssueAsync(string name, ECDsa key, int? days = null)
    {
        var csr = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256).CreateSigningRequestPem();
        return (await Get<IssueCertificate>()
            .ExecuteAsync(new IssueCertificateRequest(name, csr, days), Administrator, CancellationToken.None)).Certificate;
    }

    public async Task<CertificateView> EnrolAsync(string name, int? days = null)
    {
        await RegisterAsync(name);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return await IssueAsync(name, key, days);
    }

    /// <summary>A live session on a certificate; it ends as soon as the portal says so.</summary>
    public void Connect(CertificateView certificate)
    {
        var connections = Get<LiveConnections>();
        LiveConnection live = null!;
        live = new LiveConnection($"c-{certificate.ThingName}", certificate.ThingName, certificate.Id, Time.GetUtcNow(), _ =>
        {
            connections.Leave(live);
            return Task.CompletedTask;
        });
        connections.Enter(live);
        live.Open(new ThingTopicPolicy(certificate.ThingName, "pump"), 12, TimeSpan.Zero);
        connections.Opened(live);
    }

    /// <summary>A live session, noted in the tables as the broker notes it.</summary>
    public async Task ComeAsync(CertificateView certificate)
    {
        Connect(certificate);
        await NoteAsync(certificate.ThingName, connected: true, certificate.Id);
    }

    /// <summary>The tables hear that a Thing is connected or gone.</summary>
    public async Task NoteAsync(string thing, bool connected, CertificateId? certificate = null)
    {
        Get<AttemptRecorder>().Note(thing, connected, Time.GetUtcNow(), certificate);
        await Get<AttemptRecorder>().FlushAsync(CancellationToken.None);
    }

    public Task<ThingView?> FindAsync(string name) => Get<ThingQueries>().FindAsync(name, Administrator, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _directory.Delete(recursive: true);
    }
}
