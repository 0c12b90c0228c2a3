using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace FleetPortal.Simulator.Scenarios;

/// <summary>
/// One run of a scenario: its steps with their times, and the Things and devices that it made and that are removed at its end.
/// </summary>
public sealed class ScenarioRun
{
    private const int MaxNumber = 10_000;
    private static readonly TimeSpan _poll = TimeSpan.FromMilliseconds(50);
    private static readonly string[] _groups = ["simulated"];

    private readonly ScenarioOptions _options;
    private readonly DeviceNetwork _network;
    private readonly Action<ScenarioProgress> _report;
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly Lock _lock = new();
    private readonly List<string> _things = [];
    private readonly List<IAsyncDisposable> _devices = [];
    private readonly List<(string What, Func<CancellationToken, Task> Remove)> _others = [];
    private int _next;

    internal ScenarioRun(IScenario scenario, ScenarioOptions options, PortalClient portal,
        DeviceNetwork network, Action<ScenarioProgress> report, TimeProvider time)
    {
        (_options, Portal, _network, _report, _time) = (options, portal, network, report, time);
        _started = time.GetTimestamp();
        Progress = new ScenarioProgress(scenario.Name, time.GetUtcNow(), [.. scenario.Steps]);
        report(Progress);
    }

    /// <summary>How far the run is.</summary>
    public ScenarioProgress Progress { get; private set; }

    internal PortalClient Portal { get; }

    internal bool Contains => _options.Contains;

    internal TimeSpan Patience => _options.Patience;

    internal DateTimeOffset Now => _time.GetUtcNow();

    internal TimeSpan Elapsed => _time.GetElapsedTime(_started);

    internal bool IsOnThisMachine => _network.IsOnThisMachine;

    /// <summary>Runs the next step of the scenario.</summary>
    /// <param name="step">What the step does.</param>
    /// <param name="waits">Whether it waits for a person.</param>
    internal async Task StepAsync(Func<Task> step, bool waits = false)
    {
        var index = _next++;
        Change(index, it => it with { State = waits ? ScenarioStepState.Waiting : ScenarioStepState.Running });
        try
        {
            await step();
            Change(index, it => it with { State = ScenarioStepState.Done, EndedAfter = Elapsed });
        }
        catch
        {
            Change(index, it => it with { State = ScenarioStepState.Failed, EndedAfter = Elapsed });
            throw;
        }
    }

    /// <summary>Replaces the details of the running step, and its title if one is given.</summary>
    internal void Say(string text, string? title = null) => Note(_next - 1, text, title);

    /// <summary>Replaces the details of a step.</summary>
    internal void Note(int index, string text, string? title = null)
    {
        var step = Progress.Steps[index];
        if (step.Text != text || (title is not null && title != step.Title))
        {
            Change(index, it => it with { Text = text, Title = title ?? it.Title });
        }
    }

    /// <summary>Registers a Thing in the group <c>simulated</c> and gets a certificate for a new key of it.</summary>
    /// <param name="story">The middle of the name, as in <c>scenario-clone-1</c>.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    internal async Task<ScenarioThing> AddThingAsync(string story, CancellationToken cancellationToken)
    {
        var name = await RegisterAsync(story, cancellationToken);
        return new ScenarioThing(name, await IssueAsync(name, cancellationToken));
    }

    /// <summary>Registers Things one after another and gets their certificates.</summary>
    internal async Task<IReadOnlyList<ScenarioThing>> AddThingsAsync(string story, int count, CancellationToken cancellationToken)
    {
        var things = new List<ScenarioThing>();
        while (things.Count < count)
        {
            things.Add(await AddThingAsync(story, cancellationToken));
            Say(string.Create(CultureInfo.InvariantCulture, $"{things.Count} of {count}"));
        }

        return things;
    }

    /// <summary>Notes who holds the session now.</summary>
    internal void NoteHolder(SessionHolder holder)
    {
        if (Progress.Holdings is not [.., var last] || last.Holder != holder)
        {
            Update(progress => progress with
            {
                Holdings = [.. progress.Holdings.TakeLast(ScenarioProgress.MaxHoldings - 1), new ScenarioHolding(Elapsed, holder)],
            });
        }
    }

    /// <summary>Registers a Thing without a certificate. Returns its name.</summary>
    internal Task<string> AddNameAsync(string story, CancellationToken cancellationToken) => RegisterAsync(story, cancellationToken);

    /// <summary>Remembers what else to remove at the end, after the Things.</summary>
    internal void AddRemoval(string what, Func<CancellationToken, Task> remove) => _others.Add((what, remove));

    /// <summary>Runs simulated Things, which publish twice a second and rotate when they are asked. Returns their names.</summary>
    internal async Task<string[]> AddFleetAsync(string story, int count, CancellationToken cancellationToken)
    {
        var fleet = new ScenarioFleet(Portal, _network, _time);
        _devices.Add(fleet);
        var names = new List<string>();
        while (names.Count < count)
        {
            names.Add(await RegisterAsync(story, cancellationToken));
            await fleet.AddAsync(names[^1], cancellationToken);
        }

        await UntilAsync("Not all of them are connected.", () => fleet.AreConnected, cancellationToken);
        return [.. names];
    }

    /// <summary>Gets another certificate for a new key of a Thing. The key stays with the device.</summary>
    internal async Task<X509Certificate2> IssueAsync(string name, CancellationToken cancellationToken)
    {
        using var key = DeviceKey.Create(DeviceKeyKind.EcP256);
        var (_, pem) = await Portal.IssueAsync(
            name, DeviceKey.RequestOf(name, key).CreateSigningRequestPem(), null, cancellationToken);
        return X509Certificate2.CreateFromPem(pem, key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>Makes a device with the identity of a Thing. It is disconnected at the end of the run.</summary>
    internal ScenarioDevice AddDevice(
        ScenarioThing thing, string? clientId = null, IPAddress? address = null, bool isOld = false)
    {
        var device = new ScenarioDevice(_network, clientId ?? thing.Name, thing.Identity, _time)
        {
            Address = address,
            Protocol = isOld ? MQTTnet.Formatter.MqttProtocolVersion.V311 : MQTTnet.Formatter.MqttProtocolVersion.V500,
            KeepAlive = TimeSpan.FromSeconds(isOld ? 60 : 30),
        };
        _devices.Add(device);
        return device;
    }

    /// <summary>Waits until a condition holds.</summary>
    /// <exception cref="ScenarioException">It did not hold in time; the message is <paramref name="otherwise"/>.</exception>
    internal async Task UntilAsync(
        string otherwise, Func<Task<bool>> condition, CancellationToken cancellationToken, TimeSpan? limit = null)
    {
        var started = _time.GetTimestamp();
        while (!await condition())
        {
            if (_time.GetElapsedTime(started) > (limit ?? _options.StepLimit))
            {
                throw new ScenarioException(otherwise);
            }

            await Task.Delay(_poll, _time, cancellationToken);
        }
    }

    /// <summary>Waits until a condition in memory holds.</summary>
    internal Task UntilAsync(string otherwise, Func<bool> condition, CancellationToken cancellationToken) =>
        UntilAsync(otherwise, () => Task.FromResult(condition()), cancellationToken);

    /// <summary>Pauses, for a story that needs time to pass.</summary>
    internal Task PauseAsync(TimeSpan time, CancellationToken cancellationToken) => Task.Delay(time, _time, cancellationToken);

    /// <summary>The findings of a Thing that are neither resolved nor accepted.</summary>
    internal async Task<IReadOnlyList<JsonObject>> FindingsAsync(string thing, CancellationToken cancellationToken) =>
        [.. (await Portal.GetAsync($"findings?q={Uri.EscapeDataString($"thing:{thing} state:active")}", cancellationToken))["items"]!
            .AsArray().Select(item => item!.AsObject())];

    /// <summary>Waits until a finding of a kind names the Thing, and shows how long that took.</summary>
    /// <returns>The identifier of the finding.</returns>
    internal async Task<string> FindAsync(string thing, string kind, TimeSpan since, CancellationToken cancellationToken)
    {
        JsonObject? found = null;
        await UntilAsync($"No finding {kind} names {thing}.", async () =>
        {
            found = (await FindingsAsync(thing, cancellationToken)).FirstOrDefault(finding => (string)finding["kind"]! == kind);
            return found is not null;
        }, cancellationToken);
        var id = (string)found!["id"]!;
        Update(progress => progress with { Finding = id, FoundAfter = Elapsed - since });
        Say($"{(string)found["severity"]!}: {(string)found["title"]!}", $"The portal says so: {id}");
        return id;
    }

    /// <summary>Fails if anything was found about the Things.</summary>
    internal async Task RequireNoFindingAsync(IEnumerable<ScenarioThing> things, CancellationToken cancellationToken)
    {
        foreach (var thing in things)
        {
            if (await FindingsAsync(thing.Name, cancellationToken) is [var finding, ..])
            {
                throw new ScenarioException($"{(string)finding["id"]!} names {thing.Name}: {(string)finding["title"]!}");
            }
        }
    }

    internal void Update(Func<ScenarioProgress, ScenarioProgress> change)
    {
        lock (_lock)
        {
            Progress = change(Progress);
            _report(Progress);
        }
    }

    /// <summary>Disconnects the devices and removes the Things. What cannot be removed is named in the progress.</summary>
    internal async Task CleanUpAsync(CancellationToken cancellationToken)
    {
        foreach (var device in _devices)
        {
            await device.DisposeAsync();
        }

        var left = new List<string>();
        foreach (var thing in _things)
        {
            if (!await TryRemoveAsync(thing, cancellationToken))
            {
                left.Add(thing);
            }
        }

        foreach (var (what, remove) in _others)
        {
            try
            {
                await remove(cancellationToken);
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
            {
                left.Add(what);
            }
        }

        Update(progress => progress with { LeftBehind = left });
    }

    private async Task<bool> TryRemoveAsync(string thing, CancellationToken cancellationToken)
    {
        try
        {
            try
            {
                await Portal.DeleteAsync($"things/{thing}?forget=true", cancellationToken);
            }
            catch (HttpRequestException e) when (e.StatusCode == HttpStatusCode.Forbidden)
            {
                // An operator may retire a Thing, but not free its name.
                await Portal.DeleteAsync($"things/{thing}", cancellationToken);
            }

            return true;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return (e as HttpRequestException)?.StatusCode == HttpStatusCode.NotFound;
        }
    }

    private async Task<string> RegisterAsync(string story, CancellationToken cancellationToken)
    {
        for (var number = 1; number <= MaxNumber; number++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"scenario-{story}-{number}");
            try
            {
                if (!_things.Contains(name))
                {
                    await Portal.PostAsync("things", new { name, type = ScenarioThing.Type, groups = _groups },
                        cancellationToken);
                    _things.Add(name);
                    return name;
                }
            }
            catch (HttpRequestException e) when (e.StatusCode == HttpStatusCode.Conflict)
            {
                // The name is taken, or was retired by a run without the right to free it.
            }
        }

        throw new ScenarioException($"All names scenario-{story}-1 to {MaxNumber} are taken.");
    }

    private void Change(int index, Func<ScenarioStep, ScenarioStep> change) => Update(progress => progress with
    {
        Steps = [.. progress.Steps.Select((step, place) => place == index ? change(step) : step)],
    });
}
