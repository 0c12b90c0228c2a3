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
/// Starts the simulated fleet beside the portal, once it listens and without holding it up. The fleet gets an API token
/// like any outside program; nothing else of the portal reaches it.
/// </summary>
public sealed class SimulationService(PortalSettings settings, BoundPorts endpoints, CreateApiToken createToken, ApiTokens tokens, AuthorityVault vault, ThingQueries things, SeedFleet seed, IHostApplicationLifetime lifetime, ILogger<SimulationService> logger, ILogger<SimulatedFleet> fleetLogger, TimeProvider time) : BackgroundService
{
    private const string TokenName = "built-in simulator";
    private const string ExpiredThing = "pump-9001";
    private const int ExpiredDays = 9;

    /// <summary>The fleet, once it runs.</summary>
    public SimulatedFleet? Fleet { get; private set; }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);

        // Yesterday's token is of no use to anybody any more.
        await tokens.RevokeAsync(TokenName, stoppingToken);
        await AddExpiredAsync(stoppingToken);
        Fleet = new SimulatedFleet(
            new SimulatorOptions
            {
                Portal = new Uri($"{settings.Portal.Scheme}://localhost:{endpoints.PortalPort}"),
                Token = (await createToken.ExecuteAsync(TokenName, Role.Operator, CreateApiToken.MaxDays, Actor.System, stoppingToken)).Secret,
                Things = settings.SimulatedThings,
                Story = settings.SimulatedStory,
                StateDirectory = Path.Combine(settings.DataDirectory, "simulator"),
                MqttHost = "localhost",
                PortalTrust = Trust(),
            },
            time,
            fleetLogger);
        try
        {
            await Fleet.RunAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The portal stops.
        }
        catch (Exception e)
        {
            // A demo that does not run is no reason for the portal to stop.
            logger.LogError(e, "The simulator has stopped");
        }
    }

    /// <summary>A device that nobody renewed in time. No API issues a certificate that has ended, so the registry makes this one.</summary>
    private async Task AddExpiredAsync(CancellationToken stoppingToken)
    {
        if (settings.SimulatedStory && await things.FindAsync(ExpiredThing, Actor.System, stoppingToken) is null)
        {
            await seed.AddExpiredAsync(ExpiredThing, "pump", "plant-4", ExpiredDays, Actor.System, stoppingToken);
        }
    }

    /// <summary>What devices of this portal would have built in: its certificate from outside, or its root and authorities.</summary>
    private X509Certificate2Collection Trust() => settings.CertificatePath is { } path
        ? [PortalCertificate.Read(path).Certificate]
        : [.. vault.OwnAuthorities.Select(authority => authority.Signer.Certificate).Prepend(vault.Root).Select(der => X509CertificateLoader.LoadCertificate(der))];
}

/// <summary>Adds the simulator where it is switched on.</summary>
public static class SimulationServices
{
    /// <summary>Registers the service.</summary>
    public static void AddSimulation(this IServiceCollection services, PortalSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.SimulatedThings > 0)
        {
            services.AddSingleton<SimulationService>();
            services.AddHostedService(provider => provider.GetRequiredService<SimulationService>());
        }
    }
}
