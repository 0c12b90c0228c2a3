using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using MQTTnet;

namespace FleetPortal.Simulator.Story;

/// <summary>A client that nobody registered. It tries to connect every few minutes, and is refused.</summary>
internal sealed partial class Stranger(StrangerPlan plan, DeviceStorage storage, TimeProvider time, ILogger logger)
{
    private const int ValidYears = 10;
    private static readonly TimeSpan _pause = TimeSpan.FromMinutes(4);

    private readonly Random _random = new();

    /// <summary>Tries to connect until cancelled.</summary>
    public async Task RunAsync(DeviceNetwork network, CancellationToken cancellationToken)
    {
        using var identity = plan.HasCertificate ? storage.Read(plan.ClientId) ?? Make() : null;
        while (!cancellationToken.IsCancellationRequested)
        {
            await TryConnectAsync(network.OptionsOf(plan.ClientId, identity).Build(), cancellationToken);
            await Task.Delay(_pause * (1 + _random.NextDouble()), time, cancellationToken);
        }
    }

    private async Task TryConnectAsync(MqttClientOptions options, CancellationToken cancellationToken)
    {
        using var client = new MqttClientFactory().CreateMqttClient();
        try
        {
            var answer = await client.ConnectAsync(options, cancellationToken);
            LogAnswer(plan.ClientId, answer.ResultCode);
            await client.DisconnectAsync(cancellationToken: cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotConnected(e, plan.ClientId);
        }
    }

    private X509Certificate2 Make()
    {
        using var key = DeviceKey.Create(DeviceKeyKind.EcP256);
        var now = time.GetUtcNow();
        using var certificate = DeviceKey.RequestOf(plan.ClientId, key).CreateSelfSigned(now.AddYears(-1), now.AddYears(ValidYears));
        return storage.Write(plan.ClientId, key, certificate.ExportCertificatePem());
    }

    [LoggerMessage(5301, LogLevel.Debug, "The portal answered the unknown client {Client} with {Code}.")]
    private partial void LogAnswer(string client, MqttClientConnectResultCode code);

    [LoggerMessage(5302, LogLevel.Debug, "The unknown client {Client} could not connect.")]
    private partial void LogNotConnected(Exception exception, string client);
}
