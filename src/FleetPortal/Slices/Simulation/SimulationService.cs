using System.Security.Cryptography.X509Certificates;
using FleetPortal.Configuration;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Seeding;
using FleetPortal.Fleet.Things;
using FleetPortal.Hosting;
using FleetPortal.Simulator;

namespace FleetPortal.Slices.Simulation;

/// <summary>
/// Runs the simulated fleet in the process of the portal, after the listeners are open. The fleet uses an API token and the network like an
/// external program; it has no other access to the portal.
/// </summary>
public sealed partial class SimulationService(
    PortalSettings settings,
    BoundPorts endpoints, CreateApiToken createToken, RevokeApiToken revokeToken, ApiTokens tokens,
    AuthorityVault vault, ThingQueries things, SeedFleet seed,
    IHostApplicationLifetime lifetime, ScenarioDesk desk,
    ILogger<SimulationService> logger, ILogger<SimulatedFleet> fleetLogger, TimeProvider time) : BackgroundService
{
    private const string TokenName = "built-in simulator";
    private const string ExpiredThing = "pump-9001";
    private const int ExpiredDays = 9;

    /// <summary>The simulated fleet; null until it is started.</summary>
    public SimulatedFleet? Fleet { get; private set; }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);

        // Revoke the tokens of the previous start; nothing uses them any more.
        await tokens.RevokeAsync(TokenName, stoppingToken);
        await tokens.RevokeAsync(StoryToken.Name, stoppingToken);
        await tokens.RevokeAsync(ScenarioDesk.TokenName, stoppingToken);
        await AddExpiredAsync(stoppingToken);
        var options = new SimulatorOptions
        {
            Portal = new Uri($"{settings.Portal.Scheme}://localhost:{endpoints.PortalPort}"),
            Token = (await createToken.ExecuteAsync(TokenName, Role.Operator, CreateApiToken.MaxDays, Actor.System, stoppingToken)).Secret,
            Things = settings.SimulatedThings,
            Story = settings.SimulatedStory ? new StoryToken(createToken, revokeToken) : null,
            StateDirectory = Path.Combine(settings.DataDirectory, "simulator"),
            MqttHost = "localhost",
            PortalTrust = Trust(),
        };
        Fleet = new SimulatedFleet(options, time, fleetLogger);
        desk.Open(options, Fleet);
        try
        {
            await Fleet.RunAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The portal is stopping.
        }
        catch (Exception e)
        {
            // An error of the simulator must not stop the portal.
            LogStopped(logger, e);
        }
    }

    [LoggerMessage(8301, LogLevel.Error, "The built-in simulator stopped because of an error. The portal continues.")]
    private static partial void LogStopped(ILogger logger, Exception exception);

    /// <summary>
    /// Adds a Thing with an expired certificate to the demo. The API issues no expired certificates, so the registry creates it.
    /// </summary>
    private async Task AddExpiredAsync(CancellationToken stoppingToken)
    {
        if (settings.SimulatedStory && await things.FindAsync(ExpiredThing, Actor.System, stoppingToken) is null)
        {
            await seed.AddExpiredAsync(ExpiredThing, "pump", "plant-4", ExpiredDays, Actor.System, stoppingToken);
        }
    }

    /// <summary>
    /// Returns the certificates that devices of this portal trust: the configured one of the listener, or the root and the authorities.
    /// </summary>
    private X509Certificate2Collection Trust() => settings.CertificatePath is { } path
        ? [PortalCertificate.Read(path).Certificate]
        : [.. vault.OwnAuthorities.Select(authority => authority.Signer.Certificate)
            .Prepend(vault.Root).Select(der => X509CertificateLoader.LoadCertificate(der))];
}

/// <summary>Registers the built-in simulator.</summary>
public static class SimulationServices
{
    /// <summary>Registers the page, and <see cref="SimulationService"/> if the settings enable the simulator.</summary>
    public static void AddSimulation(this IServiceCollection services, PortalSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        services.AddSingleton<ScenarioDesk>();
        if (settings.SimulatedThings > 0)
        {
            services.AddSingleton<SimulationService>();
            services.AddHostedService(provider => provider.GetRequiredService<SimulationService>());
        }
    }
}
