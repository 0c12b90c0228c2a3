using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace FleetPortal.Testing;

/// <summary>The real application on free ports with its own data directory, and helpers to use it from tests.</summary>
public sealed class RunningPortal : IAsyncDisposable
{
    private readonly DeclaredAnswers _answers;
    private readonly TemporaryDirectory _directory;
    private readonly bool _ownsDirectory;

    private RunningPortal(
        FleetPortalApplication application, DeclaredAnswers answers, TemporaryDirectory directory, bool ownsDirectory, string token)
    {
        _answers = answers;
        Application = application;
        (_directory, _ownsDirectory, Token) = (directory, ownsDirectory, token);
        Api = ClientOf(token);
    }

    /// <summary>The application of the running portal.</summary>
    public FleetPortalApplication Application { get; }

    /// <summary>An API token of an administrator.</summary>
    public string Token { get; }

    /// <summary>An HTTP client with the token of the administrator.</summary>
    public HttpClient Api { get; }

    /// <summary>The port of the listener for MQTT over TLS.</summary>
    public int MqttPort => Application.Endpoints.MqttPort;

    /// <summary>Starts a portal with additional settings.</summary>
    public static Task<RunningPortal> StartAsync(
        TemporaryDirectory? directory = null, string environment = "Production", params string[] settings) =>
        StartAsync(directory, environment, null, settings);

    /// <summary>Starts a portal in Production with the clock of the test.</summary>
    public static Task<RunningPortal> StartWithClockAsync(TimeProvider time, params string[] settings) =>
        StartAsync(null, "Production", services => services.AddSingleton(time), settings);

    /// <summary>Starts a portal in Production with services of the test.</summary>
    public static Task<RunningPortal> StartWithServicesAsync(
        Action<IServiceCollection> configure) => StartAsync(null, "Production", configure, []);

    /// <summary>
    /// Starts a portal in Production with the clock of the test and an existing data directory. The caller disposes the directory.
    /// </summary>
    public static Task<RunningPortal> StartWithClockAsync(TimeProvider time, TemporaryDirectory directory) =>
        StartAsync(directory, "Production", services => services.AddSingleton(time), []);

    private static async Task<RunningPortal> StartAsync(
        TemporaryDirectory? directory, string environment, Action<IServiceCollection>? configure, string[] settings)
    {
        var own = directory is null;
        directory ??= new TemporaryDirectory();
        string[] arguments =
        [
            $"--Data:Directory={directory.Path}",
            "--Listen:Portal=http://127.0.0.1:0", "--Listen:Devices=https://127.0.0.1:0", "--Listen:Mqtt=mqtts://127.0.0.1:0",
            "--Simulator:Enabled=false",
            "--Simulator:Story=false", "--Limits:ConnectsPerMinute=10000", "--Logging:LogLevel:Default=Warning", .. settings,
        ];
        var answers = new DeclaredAnswers();
        var application = FleetPortalApplication.Create(arguments, environment, services =>
        {
            services.AddSingleton<IStartupFilter>(answers);
            configure?.Invoke(services);
        });
        await application.StartAsync();
        var token = (await application.Services.GetRequiredService<CreateApiToken>()
            .ExecuteAsync("test", Role.Administrator, CreateApiToken.MaxDays, Actor.System, CancellationToken.None)).Secret;
        return new RunningPortal(application, answers, directory, own, token);
    }

    /// <summary>Returns an HTTP client with a token; null for no token.</summary>
    public HttpClient ClientOf(string? token)
    {
        var client = new HttpClient { BaseAddress = Application.PortalAddress };
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>Returns an HTTP client with a new token of a role.</summary>
    public async Task<HttpClient> ClientOfAsync(Role role) =>
        ClientOf((await Application.Services.GetRequiredService<CreateApiToken>()
            .ExecuteAsync($"test-{role}", role, CreateApiToken.MaxDays, Actor.System, CancellationToken.None)).Secret);

    /// <summary>Returns a service of the application.</summary>
    public T Get<T>()
        where T : notnull => Application.Services.GetRequiredService<T>();

    /// <summary>Posts JSON to a path below <c>/api/v1</c>. Returns the status code and the body.</summary>
    public async Task<(int Status, JsonObject Body)> PostAsync(string path, object body)
    {
        using var answer = await Api.PostAsJsonAsync("/api/v1" + path, body);
        var text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject());
    }

    /// <summary>Returns the JSON object at a path below <c>/api/v1</c>.</summary>
    public async Task<JsonObject> GetAsync(string path) => JsonNode.Parse(await Api.GetStringAsync("/api/v1" + path))!.AsObject();

    /// <summary>Registers a Thing and issues a certificate for a new key. The files can be used by mosquitto and openssl.</summary>
    public async Task<TestDevice> EnrolAsync(string name, string type = "pump", int? validityDays = null)
    {
        var (status, body) = await PostAsync("/things", new { name, type });
        if (status != 201)
        {
            throw new InvalidOperationException($"{name} was not registered: {body}");
        }

        return await IssueAsync(name, type, validityDays);
    }

    /// <summary>Issues another certificate for a Thing, with a new key.</summary>
    public async Task<TestDevice> IssueAsync(string name, string type = "pump", int? validityDays = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var csrPem = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256).CreateSigningRequestPem();
        var (status, body) = await PostAsync($"/things/{name}/certificates", new { csrPem, validityDays });
        if (status != 201)
        {
            throw new InvalidOperationException($"{name} got no certificate: {body}");
        }

        var id = (string)body["id"]!;
        var device = new TestDevice(name,
            $"fleet/{type}/{name}", id, _directory.File($"{id[..12]}.pem"), _directory.File($"{id[..12]}.key"), await RootsAsync());
        await File.WriteAllTextAsync(device.CertificateFile, (string)body["certificatePem"]!);
        await File.WriteAllTextAsync(device.KeyFile, key.ExportPkcs8PrivateKeyPem());
        return device;
    }

    /// <summary>Waits for a connect attempt with a code and returns the newest one.</summary>
    public Task<JsonObject> AttemptAsync(string code) =>
        Eventually.Get($"an attempt with the code {code}", async () => (await GetAsync("/attempts?limit=50"))["items"]!.AsArray()
            .Select(item => item!.AsObject()).FirstOrDefault(item => (string)item["code"]! == code)!, attempt => attempt is not null);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await Application.DisposeAsync();
        if (_ownsDirectory)
        {
            _directory.Dispose();
        }

        if (_answers.Faults is { Count: > 0 } faults)
        {
            throw new InvalidOperationException(
                $"The API answered what its OpenAPI document does not declare:\n{string.Join('\n', faults)}");
        }
    }

    /// <summary>Returns the path of the file with the root certificates.</summary>
    public async Task<string> RootsAsync()
    {
        var path = _directory.File("roots.pem");
        if (!File.Exists(path))
        {
            await File.WriteAllTextAsync(path, await Api.GetStringAsync("/pki/roots.pem"));
        }

        return path;
    }
}

/// <summary>The names and files of a test device.</summary>
public sealed record TestDevice(string Name, string Prefix, string CertificateId, string CertificateFile, string KeyFile, string RootsFile);
