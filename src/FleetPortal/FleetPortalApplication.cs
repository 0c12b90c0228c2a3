using FleetPortal.Api;
using FleetPortal.Authentication;
using FleetPortal.Broker;
using FleetPortal.Broker.Admission;
using FleetPortal.Broker.Handshakes;
using FleetPortal.Components;
using FleetPortal.Configuration;
using FleetPortal.Fleet;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Proofs;
using FleetPortal.Hosting;
using FleetPortal.Pki;
using FleetPortal.Slices;
using FleetPortal.Slices.Publication;
using FleetPortal.Upkeep;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FleetPortal;

/// <summary>
/// The composition root: builds, starts and stops the whole portal. The program uses it, and so do the tests, with port 0 and a separate
/// data directory.
/// </summary>
public sealed class FleetPortalApplication : IAsyncDisposable
{
    private const long MaxRequestBody = 1024 * 1024;

    // A device sends an EST request once in months, so idle connections need not stay open for it.
    private static readonly TimeSpan DevicesIdleTimeout = TimeSpan.FromSeconds(15);

    private readonly WebApplication _app;
    private DataDirectoryLock? _lock;

    private FleetPortalApplication(WebApplication app, PortalSettings settings)
    {
        _app = app;
        Settings = settings;
    }

    /// <summary>The validated settings of this portal.</summary>
    public PortalSettings Settings { get; }

    /// <summary>The service provider of the application.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>The ports on which the listeners are bound.</summary>
    public BoundPorts Endpoints => Services.GetRequiredService<BoundPorts>();

    /// <summary>The address of the portal's listener, with the bound port.</summary>
    public Uri PortalAddress =>
        new UriBuilder(
            Settings.Portal.Scheme, Settings.Portal.IsLoopback ? "127.0.0.1" : Settings.PublicHost,
            Endpoints.PortalPort == 0 ? Settings.Portal.Port : Endpoints.PortalPort).Uri;

    /// <summary>
    /// The address at which people open the pages. Behind a proxy it is the https address of the proxy, with a port only if
    /// <c>Listen:PublicAddress</c> has one.
    /// </summary>
    public Uri PagesAddress => !Settings.BehindProxy ? PortalAddress
        : Settings.PublicAddress is { } address && address.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? new Uri(address)
        : new Uri($"https://{Settings.PublicHost}");

    /// <summary>Builds the application. It starts nothing yet, but creates the data directory if it is missing.</summary>
    /// <param name="args">Settings, each as <c>--Section:Key=value</c>.</param>
    /// <param name="environment"><c>Development</c> or <c>Production</c>; null takes the environment of the process.</param>
    /// <param name="configure">Replaces services in tests.</param>
    /// <exception cref="SettingsException">
    /// The settings are invalid (one line for each fault), or the limit of open files is too low.
    /// </exception>
    public static FleetPortalApplication Create(string[] args, string? environment = null, Action<IServiceCollection>? configure = null)
    {
        var builder = BuilderOf(args, environment);
        var settings = SettingsReader.Read(builder.Configuration, builder.Environment.IsDevelopment());

        // Check the limit of open files first: if it is too low, the runtime itself fails at the next file that it opens.
        return ConnectionAdmission.FaultOf(settings) is { } fault
            ? throw new SettingsException([fault]) : Create(builder, settings, configure);
    }

    /// <summary>Builds the application on the data directory of an existing portal, for commands. It creates no new portal.</summary>
    /// <exception cref="FleetError"><c>no-portal</c>: the directory has no database.</exception>
    /// <exception cref="SettingsException">The settings are invalid; one line for each fault.</exception>
    public static FleetPortalApplication OpenExisting(string[] args)
    {
        var builder = BuilderOf(args, null);
        var settings = SettingsReader.Read(builder.Configuration, builder.Environment.IsDevelopment());
        DataDirectory.RequirePortal(settings);
        return Create(builder, settings, null);
    }

    /// <summary>Reads and validates the settings only. It creates and opens nothing.</summary>
    /// <exception cref="SettingsException">The settings are invalid; one line for each fault.</exception>
    public static PortalSettings ReadSettings(string[] args)
    {
        var builder = BuilderOf(args, null);
        return SettingsReader.Read(builder.Configuration, builder.Environment.IsDevelopment());
    }

    private static WebApplicationBuilder BuilderOf(
        string[] args, string? environment) => WebApplication.CreateBuilder(new WebApplicationOptions
    {
        Args = args,
        EnvironmentName = environment,
        ContentRootPath = AppContext.BaseDirectory,
        ApplicationName = typeof(FleetPortalApplication).Assembly.GetName().Name,
    });

    private static FleetPortalApplication Create(
        WebApplicationBuilder builder, PortalSettings settings, Action<IServiceCollection>? configure)
    {
        // The framework does this only in Development. Without it, a Production start from bin/ would serve no css.
        builder.WebHost.UseStaticWebAssets();
        // Standard output holds only the result of a command. Log lines go to standard error.
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        var passphrase = DataDirectory.Prepare(settings);
        AddServices(builder, settings, passphrase);
        configure?.Invoke(builder.Services);
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, settings));
        var app = builder.Build();
        Map(app, settings);
        return new FleetPortalApplication(app, settings);
    }

    /// <summary>Locks the data directory, applies the migrations, opens the keys and starts the listeners.</summary>
    /// <exception cref="SettingsException">
    /// A port is in use, another portal runs on the directory, or the database or a key cannot be used.
    /// </exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        _lock = DataDirectoryLock.TryTake(Settings.DataDirectory)
            ?? throw new SettingsException(
                [$"Data:Directory: another portal already runs on {Settings.DataDirectory}. Stop it first, or name another directory "
                + $"with --Data:Directory=PATH."]);
        ListenerPorts.RequireFree(Settings);
        await PrepareAsync(cancellationToken);
        await RunAsync(StartPhase.Listen, cancellationToken);
        try
        {
            await _app.StartAsync(cancellationToken);
        }
        catch (IOException e)
        {
            throw new SettingsException(
                [$"Listen: {e.Message} Stop the program that uses the port, or choose another port (Listen:Portal, Listen:Devices, "
                + $"Listen:Mqtt; 0 takes a free one)."]);
        }
    }

    /// <summary>
    /// Opens the registry without starting the listeners. Commands use it, also while a portal runs on the same directory.
    /// </summary>
    /// <exception cref="SettingsException">The database or a key cannot be used.</exception>
    public Task PrepareAsync(CancellationToken cancellationToken = default) => RunAsync(StartPhase.Open, cancellationToken);

    /// <summary>
    /// Runs the start steps of a phase. A refusal of a step becomes a <see cref="SettingsException"/>, which is printed as one line without
    /// a stack trace.
    /// </summary>
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
            throw new SettingsException(
                [$"{(phase == StartPhase.Open && e.Code != PkiErrors.KeyUnavailable ? "Data:KeyPassphrase" : "Keys:Pkcs11")}: "
                + $"{e.Message}"]);
        }
    }

    /// <summary>Completes when the application is stopped.</summary>
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
        services.AddOptions<KeyManagementOptions>()
            .Configure<DataProtectionSecret>((options, secret) => options.XmlEncryptor = new PassphraseXmlEncryptor(secret));
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
            Detection = settings.Detection,
            Containment = settings.Containment,
            CrlFetch = settings.CrlFetch,
            ConnectsPerMinute = settings.ConnectsPerMinute,
            ProofTypes = ProofTypes.Of(settings.ProofTypes),
            Sessions = settings.Sessions,
            Topics = settings.Topics,
            RequireSecondFactor = settings.RequireSecondFactor,
        });
        services.AddSingleton(new DeviceRoute(ListenerSeparation.MqttPath) { OnDevicesListener = true, AnswersProblems = false });
        services.AddSingleton<DeviceRoutes>();
        services.AddConnectionBudgets(settings);
        services.AddDeviceBroker(settings.Broker, DevicePorts.Of(settings));
        services.AddProxyTrust(settings);
        services.AddSingleton<AdministratorMark>();
        services.AddStartStep<AdministratorMark>("administrator-mark",
            StartPhase.Listen, (mark, cancellationToken) => mark.CheckAsync(cancellationToken));
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

    /// <summary>Returns the base address of CRL and OCSP. Null if the port is 0 and the listeners are not bound yet.</summary>
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
        var proxies = kestrel.ApplicationServices.GetRequiredService<DevicePort>().Proxies;
        kestrel.Listen(new ListenerEndPoint(
            budgets.Devices, settings.Devices.Address, settings.Devices.Port, DevicesIdleTimeout) { Proxies = proxies }, listen =>
        {
            endpoints.Add("devices", listen);
            listen.Protocols = HttpProtocols.Http1;
            listen.UseDeviceTls(DeviceListener.Https);
        });
        kestrel.Listen(new ListenerEndPoint(budgets.Devices, settings.Mqtt.Address, settings.Mqtt.Port) { Proxies = proxies }, listen =>
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

        // Routing must come after the error pages, because they run the request again with another path.
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
        app.MapDeviceMqtt(ListenerSeparation.MqttPath).AllowAnonymous();
        foreach (var slice in PortalSlices.All)
        {
            slice.Map(app);
        }

        app.MapPortalApi();
        app.MapSignIn(settings);
        app.MapPortalPages();
    }
}
