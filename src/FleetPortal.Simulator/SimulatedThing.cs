using System.Buffers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Protocol;

namespace FleetPortal.Simulator;

/// <summary>
/// One device: makes its own key, requests a certificate, connects over mutual TLS, publishes telemetry, obeys commands, and reconnects
/// with jittered back-off when its connection ends.
/// </summary>
internal sealed partial class SimulatedThing : IAsyncDisposable
{
    private const string RollingProof = "fleet-proof";

    private static readonly TimeSpan MinBackoff = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MinInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxInterval = TimeSpan.FromHours(1);

    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Random _random = new();
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly string _prefix;
    private TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TimeSpan _interval;
    private readonly DeviceStorage _storage;
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _leaving = new();
    private readonly DeviceRotation _rotation;
    private long _sequence;
    private byte[]? _unacknowledged;
    private bool _comesBackAtOnce;
    private MqttClientConnectResultCode? _refused;

    /// <summary>A device with a plan; nothing happens yet.</summary>
    public SimulatedThing(ThingPlan plan, TimeSpan interval, DeviceStorage storage, TimeProvider time, ILogger logger)
    {
        Plan = plan;
        _prefix = $"fleet/{plan.Model.Type}/{plan.Name}";
        _interval = interval;
        _storage = storage;
        _rotation = new DeviceRotation(Name, plan.Key, storage, logger);
        _time = time;
        _logger = logger;
        _client.ApplicationMessageReceivedAsync += ObeyAsync;
        _client.DisconnectedAsync += _ =>
        {
            // This event may be late and belong to the previous connection.
            if (!_client.IsConnected)
            {
                _gone.TrySetResult();
            }

            return Task.CompletedTask;
        };
    }

    /// <summary>What the device is, and what happens to it.</summary>
    public ThingPlan Plan { get; }

    /// <summary>The ThingName, which is also the client identifier.</summary>
    public string Name => Plan.Name;

    /// <summary>Whether it is connected now.</summary>
    public bool IsConnected => _client.IsConnected;

    /// <summary>Completes after the first attempt to enrol and connect, with or without success.</summary>
    public Task Settled => _settled.Task;

    /// <summary>Returns the stored identity, or enrols and stores a new one.</summary>
    public async Task<X509Certificate2> EnrolAsync(PortalClient portal, CancellationToken cancellationToken)
    {
        if (_storage.Read(Name) is { } stored)
        {
            return stored;
        }

        using var key = DeviceKey.Create(Plan.Key);
        await portal.RegisterAsync(Plan, cancellationToken);
        var (_, pem) = await portal.IssueAsync(
            Name, DeviceKey.RequestOf(Name, key).CreateSigningRequestPem(), Plan.ValidityDays, cancellationToken);
        return _storage.Write(Name, key, pem);
    }

    /// <summary>Notes that the device cannot enrol, so that nobody waits for it.</summary>
    public void GiveUp() => _settled.TrySetResult();

    /// <summary>Connects and publishes until cancelled or switched off; reconnects when the connection ends.</summary>
    public async Task RunAsync(DeviceNetwork network, CancellationToken cancellationToken)
    {
        using var running = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _leaving.Token);
        try
        {
            await ReconnectAsync(network, running.Token);
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            await SignOffAsync(cancellationToken);
        }
    }

    /// <summary>Switches the device off: it says that it is offline, and disconnects.</summary>
    public Task SwitchOffAsync() => _leaving.CancelAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_client.IsConnected)
        {
            await _client.DisconnectAsync();
        }

        _client.Dispose();
        _rotation.Dispose();
        _leaving.Dispose();
    }

    private async Task ReconnectAsync(DeviceNetwork network, CancellationToken cancellationToken)
    {
        var backoff = MinBackoff;
        while (!cancellationToken.IsCancellationRequested)
        {
            using var next = _storage.ReadNext(Name);
            using var identity = _storage.Read(Name);
            var isConnected = await TryConnectAsync(network, next ?? identity!, next is not null, cancellationToken);
            _settled.TrySetResult();
            if (isConnected)
            {
                backoff = MinBackoff;
                await PublishUntilGoneAsync(cancellationToken);
                _rotation.Forget();
                if (_comesBackAtOnce)
                {
                    _comesBackAtOnce = false;
                    await _client.DisconnectAsync(cancellationToken: cancellationToken);
                    continue;
                }
            }

            // Jitter, so that a fleet that lost its connections at once does not reconnect at once.
            await Task.Delay(MinBackoff + (_random.NextDouble() * backoff), _time, cancellationToken);
            backoff = backoff * 2 < Plan.MaxBackoff ? backoff * 2 : Plan.MaxBackoff;
        }
    }

    private async Task SignOffAsync(CancellationToken cancellationToken)
    {
        if (!_client.IsConnected)
        {
            return;
        }

        try
        {
            await PublishAsync("state/online", "{\"online\":false}"u8.ToArray(), retain: true, cancellationToken);
            await _client.DisconnectAsync(cancellationToken: cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogDisconnected(e, Name);
        }
    }

    private MqttClientOptions OptionsFor(X509Certificate2 identity, DeviceNetwork network)
    {
        var options = network.OptionsOf(Name, identity)
            .WithWillTopic($"{_prefix}/state/online")
            .WithWillPayload("{\"online\":false}")
            .WithWillRetain();
        return (_storage.ReadProof(Name) is { } proof ? options.WithUserProperty(RollingProof, Encoding.UTF8.GetBytes(proof)) : options)
            .Build();
    }

    /// <summary>Stores the value that the portal handed out, before anything else happens, so that the next connect shows it.</summary>
    private void KeepProof(MqttClientConnectResult answer)
    {
        if (answer.UserProperties?.Find(property => property.Name == RollingProof) is { } proof)
        {
            _storage.WriteProof(Name, Encoding.UTF8.GetString(proof.ValueBuffer.Span));
        }
    }

    private async Task<bool> TryConnectAsync(
        DeviceNetwork network, X509Certificate2 identity, bool isNext, CancellationToken cancellationToken)
    {
        await network.Connecting.WaitAsync(cancellationToken);
        try
        {
            var answer = await _client.ConnectAsync(OptionsFor(identity, network), cancellationToken);
            _gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (answer.ResultCode != MqttClientConnectResultCode.Success)
            {
                NoteRefused(answer);
                if (isNext)
                {
                    _storage.DropNext(Name);
                }

                return false;
            }

            _refused = null;
            KeepProof(answer);
            if (isNext)
            {
                _storage.Promote(Name);
            }

            await _client.SubscribeAsync(
                new MqttClientSubscribeOptionsBuilder()
                    .WithTopicFilter($"{_prefix}/rotation/response", MqttQualityOfServiceLevel.AtLeastOnce)
                    .WithTopicFilter($"{_prefix}/commands/#", MqttQualityOfServiceLevel.AtLeastOnce)
                    .Build(),
                cancellationToken);
            await PublishAsync("state/online", "{\"online\":true}"u8.ToArray(), retain: true, cancellationToken);
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogNotConnected(e, Name);
            return false;
        }
        finally
        {
            network.Connecting.Release();
        }
    }

    /// <summary>Logs a refusal; not again while the device tries and is refused for the same reason.</summary>
    private void NoteRefused(MqttClientConnectResult answer)
    {
        if (_refused != answer.ResultCode)
        {
            _refused = answer.ResultCode;
            LogRefused(Name, answer.ResultCode, answer.ReasonString);
        }
    }

    private async Task PublishUntilGoneAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (_client.IsConnected && !_gone.Task.IsCompleted)
            {
                var wait = Task.Delay(_interval * (0.75 + (0.5 * _random.NextDouble())), _time, cancellationToken);
                if (await Task.WhenAny(wait, _gone.Task) == wait)
                {
                    await wait;
                    await MeasureAsync(cancellationToken);
                }
            }
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogDisconnected(e, Name);
        }
    }

    /// <summary>Publishes a measurement at least once and in order: one that was not acknowledged is sent again before the next.</summary>
    private async Task MeasureAsync(CancellationToken cancellationToken)
    {
        _unacknowledged ??= Plan.Model.Measure(++_sequence, _time.GetUtcNow(), _random);
        if ((await PublishAsync($"telemetry/{Plan.Model.Channel}", _unacknowledged, retain: false, cancellationToken)).IsSuccess)
        {
            _unacknowledged = null;
        }
    }

    private Task<MqttClientPublishResult> PublishAsync(string channel, byte[] payload, bool retain, CancellationToken cancellationToken) =>
        _client.PublishAsync(
            new MqttApplicationMessageBuilder().WithTopic($"{_prefix}/{channel}").WithPayload(payload).WithRetainFlag(retain)
                .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build(),
            cancellationToken);

    /// <summary>
    /// Runs a command. <c>interval {"seconds":n}</c> sets the publish interval; <c>identify</c> is answered with an event; <c>rotate</c>
    /// starts a rotation; others are answered as unknown.
    /// </summary>
    private Task ObeyAsync(MqttApplicationMessageReceivedEventArgs e)
    {
        var command = e.ApplicationMessage.Topic[(e.ApplicationMessage.Topic.LastIndexOf('/') + 1)..];
        if (e.ApplicationMessage.Topic.EndsWith("/rotation/response", StringComparison.Ordinal))
        {
            Take(e.ApplicationMessage.Payload);
            return Task.CompletedTask;
        }

        return command == "rotate" ? RotateAsync(e.ApplicationMessage.Payload) : AnswerAsync(e, command);
    }

    private async Task RotateAsync(ReadOnlySequence<byte> command)
    {
        if (_rotation.Begin(command) is { } request)
        {
            await PublishAsync("rotation/request", request, retain: false, CancellationToken.None);
        }
    }

    /// <summary>Disconnects, and reconnects at once with the new identity.</summary>
    private void Take(ReadOnlySequence<byte> response)
    {
        if (_rotation.Take(response))
        {
            _comesBackAtOnce = true;
            _gone.TrySetResult();
        }
    }

    private async Task AnswerAsync(MqttApplicationMessageReceivedEventArgs e, string command)
    {
        var answer = command switch
        {
            "interval" => SetInterval(e.ApplicationMessage.Payload.ToArray()),
            "identify" => "{\"identified\":true}",
            _ => "{\"unknown\":true}",
        };
        await PublishAsync($"events/{command}", Encoding.UTF8.GetBytes(answer), retain: false, CancellationToken.None);
    }

    private string SetInterval(byte[] payload)
    {
        try
        {
            var interval = TimeSpan.FromSeconds((double?)JsonNode.Parse(payload)?["seconds"] ?? 0);
            if (interval >= MinInterval && interval <= MaxInterval)
            {
                _interval = interval;
                return "{\"done\":true}";
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or OverflowException)
        {
            LogInvalidInterval(e, Name);
        }

        return "{\"done\":false,\"expected\":\"{\\\"seconds\\\": 0.1 to 3600}\"}";
    }

    [LoggerMessage(5201, LogLevel.Information, "The portal refused simulated Thing {Thing}: {Code} {Reason}")]
    private partial void LogRefused(string thing, MqttClientConnectResultCode code, string? reason);

    [LoggerMessage(5202, LogLevel.Debug, "Simulated Thing {Thing} could not connect.")]
    private partial void LogNotConnected(Exception exception, string thing);

    [LoggerMessage(5203, LogLevel.Debug, "Simulated Thing {Thing} lost its connection.")]
    private partial void LogDisconnected(Exception exception, string thing);

    [LoggerMessage(5204, LogLevel.Debug, "Simulated Thing {Thing} received an invalid interval.")]
    private partial void LogInvalidInterval(Exception exception, string thing);
}
