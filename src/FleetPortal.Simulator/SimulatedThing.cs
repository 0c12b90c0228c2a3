using System.Buffers;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace FleetPortal.Simulator;

/// <summary>
/// One device: makes its own key, requests a certificate, connects over mutual TLS, publishes telemetry, obeys commands, and reconnects
/// with jittered back-off when its connection ends.
/// </summary>
public sealed partial class SimulatedThing : IAsyncDisposable
{
    private static readonly TimeSpan MinBackoff = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxBackoff = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan MinInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxInterval = TimeSpan.FromHours(1);

    private readonly ThingModel _model;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Random _random = new();
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly string _prefix;
    private TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TimeSpan _interval;
    private readonly DeviceStorage _storage;
    private readonly bool _story;
    private readonly DeviceRotation _rotation;
    private long _sequence;
    private byte[]? _unacknowledged;
    private bool _comesBackAtOnce;

    /// <summary>The n-th device; nothing happens yet.</summary>
    public SimulatedThing(int number, SimulatorOptions options, DeviceStorage storage, TimeProvider time, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        _model = ThingModel.Of(number);
        Number = number;
        Name = ThingModel.NameOf(number);
        _prefix = $"fleet/{_model.Type}/{Name}";
        (_interval, _story) = (options.Interval, options.Story);
        _storage = storage;
        _rotation = new DeviceRotation(Name, storage, logger);
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

    /// <summary>Which one it is, from 0.</summary>
    public int Number { get; }

    /// <summary>The ThingName, which is also the client identifier.</summary>
    public string Name { get; }

    /// <summary>Whether it is connected now.</summary>
    public bool IsConnected => _client.IsConnected;

    /// <summary>Returns the stored identity, or enrols and stores a new one.</summary>
    public async Task<X509Certificate2> EnrolAsync(PortalClient portal, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(portal);
        if (_storage.Read(Name) is { } stored)
        {
            return stored;
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={Name}", key, HashAlgorithmName.SHA256);
        await portal.RegisterAsync(Name, _model.Type, ThingModel.GroupOf(Number), cancellationToken);
        var (id, pem) = await portal.IssueAsync(Name,
            request.CreateSigningRequestPem(), _story ? DemoStory.ValidityDays(Number) : null, cancellationToken);
        var identity = _storage.Write(Name, key, pem);
        if (_story && DemoStory.IsOnHold(Number))
        {
            await portal.HoldAsync(id, cancellationToken);
        }

        return identity;
    }

    /// <summary>Connects and publishes until cancelled; reconnects when the connection ends.</summary>
    public async Task RunAsync(
        X509Certificate2Collection roots, string host, int port, SemaphoreSlim connecting, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connecting);
        var backoff = MinBackoff;
        while (!cancellationToken.IsCancellationRequested)
        {
            using var next = _storage.ReadNext(Name);
            using var identity = _storage.Read(Name);
            if (await TryConnectAsync(OptionsFor(next ?? identity!, roots, host, port), next is not null, connecting, cancellationToken))
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
            backoff = backoff * 2 < MaxBackoff ? backoff * 2 : MaxBackoff;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_client.IsConnected)
        {
            await _client.DisconnectAsync();
        }

        _client.Dispose();
        _rotation.Dispose();
    }

    private MqttClientOptions OptionsFor(
        X509Certificate2 identity, X509Certificate2Collection roots, string host, int port) => new MqttClientOptionsBuilder()
        .WithClientId(Name)
        .WithProtocolVersion(MqttProtocolVersion.V500)
        .WithTcpServer(host, port)
        .WithCleanStart()
        .WithKeepAlivePeriod(TimeSpan.FromSeconds(30))
        .WithWillTopic($"{_prefix}/state/online")
        .WithWillPayload("{\"online\":false}")
        .WithWillRetain()
        .WithTlsOptions(tls => tls
            .UseTls()
            .WithSslProtocols(SslProtocols.Tls12 | SslProtocols.Tls13)
            .WithTargetHost(host)
            .WithTrustChain(roots)
            .WithRevocationMode(X509RevocationMode.NoCheck)
            .WithClientCertificates(new X509Certificate2Collection(identity)))
        .Build();

    private async Task<bool> TryConnectAsync(
        MqttClientOptions options, bool isNext, SemaphoreSlim connecting, CancellationToken cancellationToken)
    {
        await connecting.WaitAsync(cancellationToken);
        try
        {
            var answer = await _client.ConnectAsync(options, cancellationToken);
            _gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (answer.ResultCode != MqttClientConnectResultCode.Success)
            {
                LogRefused(Name, answer.ResultCode, answer.ReasonString);
                if (isNext)
                {
                    _storage.DropNext(Name);
                }

                return false;
            }

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
            connecting.Release();
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
        _unacknowledged ??= _model.Measure(++_sequence, _time.GetUtcNow(), _random);
        if ((await PublishAsync($"telemetry/{_model.Channel}", _unacknowledged, retain: false, cancellationToken)).IsSuccess)
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
