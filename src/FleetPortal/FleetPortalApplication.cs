using FleetPortal.Api;
using FleetPortal.Authentication;
using FleetPortal.Broker;
using FleetPortal.Broker.Admission;
using FleetPortal.Components;
using FleetPortal.Configuration;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet;
using FleetPortal.Hosting;
using FleetPortal.Pki;
using FleetPortal.Slices;
using FleetPortal.Slices.Publication;
using FleetPortal.Upkeep;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FleetPortal;

/// <summary>
/// The composition root: the whole portal in one object. The program starts it, and so does every test that wants the
/// real thing, on port 0 with a data directory of its own.
/// </summary>
public sealed class FleetPortalApplication : IAsyncDisposable
{
    private const long MaxRequestBody = 1024 * 1024;

    // A device asks once in months; idle connections of strangers are not kept for it.
    private static readonly TimeSpan DevicesIdleTimeout = TimeSpan.FromSeconds(15);

    private readonly WebApplication _app;
    private DataDirectoryLock? _lock;

    private FleetPortalApplication(WebApplication app, PortalSettings settings)
    {
        _app = app;
        Settings = settings;
    }

    /// <summary>The settings after they were checked.</summary>
    public PortalSettings Settings { get; }

    /// <summary>The application's services.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>The ports that the listeners really got.</summary>
    public BoundPorts Endpoints => Services.GetRequiredService<BoundPorts>();

    /// <summary>The address of the pages.</summary>
    public Uri PortalAddress =>
        new($"{Settings.Portal.Scheme}://{(Settings.Portal.IsLoopback ? "127.0.0.1" : Settings.PublicHost)}:{(Endpoints.PortalPort == 0 ? Settings.Portal.Port : Endpoints.PortalPort)}");

    /// <summary>The address by which people reach the pages: behind a proxy its own, without a port unless <c>Listen:PublicAddress</c> names one.</summary>
    public Uri PagesAddress => !Settings.BehindProxy ? PortalAddress
        : Settings.PublicAddress is { } address && address.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? new Uri(address)
        : new Uri($"https://{Settings.PublicHost}");

    /// <summary>Puts the application together; nothing runs yet.</summary>
    /// <param name="args"><c>--Section:Key=value</c>.</param>
    /// <param name="environment"><c>Development</c> or <c>Production</c>; null takes the process's.</param>
    /// <param name="configure">Replaces services, in tests.</param>
    /// <exception cref="SettingsException">One line a fault; or too few files may be open.</exception>
    public static FleetPortalApplication Create(string[] args, string? environment = null, Action<IServiceCollection>? configure = null)
    {
        var builder = BuilderOf(args, environment);
        var settings = SettingsReader.Read(builder.Configuration, builder.Environment.IsDevelopment());

        // Before anything is loaded: where too few files may be open, the runtime itself fails with whatever it opens next.
        return ConnectionAdmission.FaultOf(settings) is { } fault ? throw new SettingsException([fault]) : Create(builder, settings, configure);
    }

    /// <summary>The same on the data directory of a portal that has been started before: commands make none.</summary>
    /// <exception cref="FleetError"><c>no-portal</c>.</exception>
    /// <exception cref="SettingsException">One line a fault.</exception>
    public static FleetPortalApplication OpenExisting(string[] args)
    {
        var builder = BuilderOf(args, null);
        var settings = SettingsReader.Read(builder.Configuration, builder.Environment.IsDevelopment());
        DataDirectory.RequirePortal(settings);
        return Create(builder, settings, null);
    }

    /// <summary>The settings alone; nothing is made or opened.</summary>
    /// <exception cref="SettingsException">One line a fault.</exception>
    public static PortalSettings ReadSettings(string[] args)
    {
        var builder = BuilderOf(args, null);
        return SettingsReader.Read(builder.Configuration, builder.Environment.IsDevelopment());
    }

    private static WebApplicationBuilder BuilderOf(string[] args, string? environment) => WebApplication.CreateBuilder(new WebApplicationOptions
    {
        Args = args,
        EnvironmentName = environment,
        ContentRootPath = AppContext.BaseDirectory,
        ApplicationName = typeof(FleetPortalApplication).Assembly.GetName().Name,
    });

    private static FleetPortalApplication Create(WebApplicationBuilder builder, PortalSettings settings, Action<IServiceCollection>? configure)
    {
        // Only Development does it by itself; from bin/ a Production start would otherwise serve no css.
        builder.WebHost.UseStaticWebAssets();
        // A command's answer stands alone on standard output; what the portal has to say besides goes to standard error.
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        var passphrase = DataDirectory.Prepare(settings);
        AddServices(builder, settings, passphrase);
        configure?.Invoke(builder.Services);
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, settings));
        var app = builder.Build();
        Map(app, settings);
        return new FleetPortalApplication(app, settings);
    }

    /// <summary>Brings the database up to date, opens the keys, and starts every listener.</summary>
    /// <exception cref="SettingsException">A port is taken, or the database or a key cannot be used.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        _lock = DataDirectoryLock.TryTake(Settings.DataDirectory)
            ?? throw new SettingsException([$"Data:Directory: a portal runs on {Settings.DataDirectory} already. Stop it first, or name another directory with --Data:Directory=PATH."]);
        ListenerPorts.RequireFree(Settings);
        await PrepareAsync(cancellationToken);
        await RunAsync(StartPhase.Listen, cancellationToken);
        try
        {
            await _app.StartAsync(cancellationToken);
        }
        catch (IOException e)
        {
            throw new SettingsException([$"Listen: {e.Message} Stop what listens there, or choose another port (Listen:Portal, Listen:Devices, Listen:Mqtt; 0 takes a free one)."]);
        }
    }

    /// <summary>Opens the registry without listening: what the command line does beside a running portal.</summary>
    /// <exception cref="SettingsException">The database or a key cannot be used.</exception>
    public Task PrepareAsync(CancellationToken cancellationToken = default) => RunAsync(StartPhase.Open, cancellationToken);

    /// <summary>A step that cannot be carried out is a fault of the settings or of the data: it is named in one line, without a trace.</summary>
    private async Task RunAsync(StartPhase phase, CancellationToken cancellationToken)
    {
        try
        {
            await Services.RunStartStepsAsync(phase, cancellationToken);
        }
        catch (FleetError e)
        {
            throw new SettingsException([$"Data:Directory: {e.Message}"]);
        }
        catch (PkiException e)
        {
            throw new SettingsException([$"{(phase == StartPhase.Open && e.Code != PkiErrors.KeyUnavailable ? "Data:KeyPassphrase" : "Keys:Pkcs11")}: {e.Message}"]);
        }
    }

    /// <summary>Runs until somebody stops it.</summary>
    public Task WaitForShutdownAsync() => _app.WaitForShutdownAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _lock?.Dispose();
    }

    private static void AddServices(WebApplicationBuilder builder, PortalSettings settings, string passphrase)
    {
        var services = builder.Services;
        services.AddSingleton(settings);
        var endpoints = new BoundPorts();
        services.AddSingleton(endpoints);
        services.AddSingleton(new DataProtectionSecret(passphrase));
        services.AddOptions<KeyManagementOptions>().Configure<DataProtectionSecret>((options, secret) => options.XmlEncryptor = new PassphraseXmlEncryptor(secret));
        services.AddFleet(new FleetOptions
        {
            ConnectionString = settings.ConnectionString,
            KeyDirectory = settings.KeyDirectory,
            PassphraseFile = DataDirectory.PassphraseFile,
            KeyPassphrase = passphrase,
            Pkcs11 = settings.Pkcs11,
            KeyStore = settings.KeyStore,
            PublicAddress = () => PublicAddressOf(settings, endpoints),
            Expiry = settings.Expiry,
            CrlFetch = settings.CrlFetch,
            ConnectsPerMinute = settings.ConnectsPerMinute,
            Sessions = settings.Sessions,
            Topics = settings.Topics,
            RequireSecondFactor = settings.RequireSecondFactor,
        });
        services.AddConnectionBudgets(settings);
        services.AddDeviceBroker(new BrokerLimits(), settings.PublicHost);
        services.AddProxyTrust(settings);
        services.AddSingleton<AdministratorMark>();
        services.AddStartStep<AdministratorMark>("administrator-mark", StartPhase.Listen, (mark, cancellationToken) => mark.CheckAsync(cancellationToken));
        services.AddHostedService(provider => provider.GetRequiredService<AdministratorMark>());
        services.AddSingleton<UpkeepState>();
        services.AddHostedService<UpkeepService>();
        services.AddPortalAuthentication(settings);
        services.AddPortalApi();
        services.AddPortalPages();
        foreach (var slice in PortalSlices.All)
        {
            slice.AddServices(services, settings);
        }
    }

    /// <summary>Null before the listeners have their ports, where these are to be free ones.</summary>
    private static string? PublicAddressOf(PortalSettings settings, BoundPorts endpoints)
    {
        var port = endpoints.PortalPort == 0 ? settings.Portal.Port : endpoints.PortalPort;
        return settings.PublicAddress ?? (port == 0 ? null : $"{settings.Portal.Scheme}://{settings.PublicHost}:{port}");
    }

    private static void Listen(KestrelServerOptions kestrel, PortalSettings settings)
    {
        var endpoints = kestrel.ApplicationServices.GetRequiredService<BoundPorts>();
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = MaxRequestBody;
        var budgets = kestrel.ApplicationServices.GetRequiredService<ConnectionBudgets>();
        kestrel.Listen(new ListenerEndPoint(budgets.Portal, settings.Portal.Address, settings.Portal.Port), listen =>
        {
            endpoints.Add("portal", listen);
            listen.UseFirstOctetTimeout();
            if (settings.Portal.Scheme == "https")
            {
                ServePortalTls(listen, settings);
            }
        });
        kestrel.Listen(new ListenerEndPoint(budgets.Devices, settings.Devices.Address, settings.Devices.Port, DevicesIdleTimeout), listen =>
        {
            endpoints.Add("devices", listen);
            listen.Protocols = HttpProtocols.Http1;
            listen.UseDeviceTls();
        });
        kestrel.Listen(new ListenerEndPoint(budgets.Devices, settings.Mqtt.Address, settings.Mqtt.Port), listen =>
        {
            endpoints.Add("mqtt", listen);
            listen.UseDeviceMqtt();
        });
    }

    private static void ServePortalTls(ListenOptions listen, PortalSettings settings)
    {
        if (settings.CertificatePath is not { } path)
        {
            listen.UseHttps(listen.ApplicationServices.GetRequiredService<DeviceTls>().ServerOnlyOptions());
            return;
        }

        listen.UseHttps(PortalCertificate.Options(path));
    }

    private static void Map(WebApplication app, PortalSettings settings)
    {
        app.UseMiddleware<RequestsInFlight>();
        app.UseWhen(
            context => !ListenerSeparation.IsOnDevicesListener(context),
            portal => portal.Map(OcspHttpHandler.Path, ocsp => ocsp.Run(app.Services.GetRequiredService<OcspHttpHandler>().AnswerAsync)));
        app.UseWebSockets();
        app.UseProxyTrust(settings);
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<HostCheck>();
        app.UseMiddleware<SameOrigin>();
        app.UsePortalErrors();

        // After the error pages, so that an address they are executed for anew is routed anew.
        app.UseRouting();
        app.UseMiddleware<ListenerSeparation>();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseMiddleware<KnownCallers>();
        app.UseMiddleware<PageLimitNotice>();
        app.UseWhen(ApiErrors.IsApi, api => api.UseMiddleware<IdempotencyKeys>());
        app.UseAntiforgery();
        app.UseRateLimiter();
        app.MapStaticAssets().AllowAnonymous();
        app.MapDeviceMqtt(ListenerSeparation.MqttPath).AllowAnonymous().WithMetadata(new DeviceListenerMetadata());
        foreach (var slice in PortalSlices.All)
        {
            slice.Map(app);
        }

        app.MapPortalApi();
        app.MapSignIn(settings);
        app.MapPortalPages();
    }
}
