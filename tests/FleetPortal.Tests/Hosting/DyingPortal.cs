using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace FleetPortal.Tests.Hosting;

/// <summary>The steps in a certificate's life in which a portal may die.</summary>
internal enum LifeStep
{
    /// <summary>The operator asks for a rotation.</summary>
    Begin,

    /// <summary>The device is issued its next certificate.</summary>
    Issue,

    /// <summary>The device connects with it.</summary>
    Prove,

    /// <summary>The operator retires the old one.</summary>
    Commit,

    /// <summary>The operator revokes a certificate.</summary>
    Revoke,

    /// <summary>The revocation is committed, and not yet answered: the part of the CRL is being published.</summary>
    Publish,
}

/// <summary>A portal that is killed as soon as somebody begins one certain step.</summary>
internal sealed class DyingPortal : IDisposable
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LifeStep _fatal;
    private volatile bool _armed;

    private DyingPortal(HttpClient api, int devicesPort, int mqttPort, LifeStep fatal) =>
        (Api, DevicesAddress, MqttPort, _fatal) = (api, new Uri($"https://127.0.0.1:{devicesPort}"), mqttPort, fatal);

    /// <summary>A client with an administrator's token.</summary>
    public HttpClient Api { get; }

    /// <summary>Where devices speak EST.</summary>
    public Uri DevicesAddress { get; }

    /// <summary>Where MQTT over TLS listens.</summary>
    public int MqttPort { get; }

    /// <summary>Meets a portal that has just begun to serve.</summary>
    public static async Task<DyingPortal> MeetAsync(Uri address, string token, LifeStep fatal)
    {
        var api = new HttpClient { BaseAddress = address };
        api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var ready = JsonNode.Parse(await api.GetStringAsync(new Uri("/health/ready", UriKind.Relative)))!;
        return new DyingPortal(api, (int)ready["devicesPort"]!, (int)ready["mqttPort"]!, fatal);
    }

    /// <summary>Waits until the next fatal step begins: what it sends is under way when the portal dies.</summary>
    public Task FatalStepAsync()
    {
        _armed = true;
        return _reached.Task;
    }

    /// <summary>Whether it dies at the next step of this kind.</summary>
    public bool DiesIn(LifeStep step) => _armed && step == _fatal;

    /// <summary>Says that a step begins.</summary>
    public void Begins(LifeStep step)
    {
        if (DiesIn(step))
        {
            _reached.TrySetResult();
        }
    }

    /// <summary>Posts to the API; answers the status and the body.</summary>
    public async Task<(HttpStatusCode Status, JsonNode Body)> PostAsync(string path, object body)
    {
        using var answer = await Api.PostAsJsonAsync(new Uri("/api/v1" + path, UriKind.Relative), body);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }

    /// <summary>Gets from the API.</summary>
    public async Task<JsonNode> GetAsync(
        string path) => JsonNode.Parse(await Api.GetStringAsync(new Uri("/api/v1" + path, UriKind.Relative)))!;

    /// <inheritdoc/>
    public void Dispose() => Api.Dispose();
}
