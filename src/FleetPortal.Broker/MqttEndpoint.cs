using FleetPortal.Fleet.Attempts;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Identity;
using FleetPortal.Fleet.Topics;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Hosting;
using MQTTnet.Adapter;
using MQTTnet.AspNetCore;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Formatter;
using MQTTnet.Server;

namespace FleetPortal.Broker;

/// <summary>Hands Kestrel's connections (TCP and WebSocket) to MQTTnet, and records when they end.</summary>
internal sealed class MqttEndpoint(
    LiveConnections connections, AttemptRecorder recorder, SessionTerminator terminator, IHostApplicationLifetime lifetime,
    BrokerLimits limits, TopicLimits topics, TimeProvider time) : ConnectionHandler, IMqttServerAdapter
{
    private const int BufferSize = 4096;
    private const int MaxKeptBuffer = 65535;

    public Func<IMqttChannelAdapter, Task>? ClientHandler { get; set; }

    public Task StartAsync(MqttServerOptions options, IMqttNetLogger logger) => Task.CompletedTask;

    public Task StopAsync() => Task.CompletedTask;

    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        if (connection.Features.Get<ITransferFormatFeature>() is { } format)
        {
            format.ActiveFormat = TransferFormat.Binary;
        }

        using var inner = new MqttConnectionContext(
            new MqttPacketFormatterAdapter(new MqttBufferWriter(BufferSize, MaxKeptBuffer)), connection);
        using var adapter = new PortalChannelAdapter(inner, connection, limits, topics, time);

        // Kestrel waits for its connections when the portal stops. MQTT connections never end by themselves.
        await using var stopping = lifetime.ApplicationStopping.Register(() => _ = EndAsync(adapter));
        try
        {
            await ClientHandler!(adapter);
        }
        finally
        {
            if (adapter.Violation is { } violation)
            {
                RecordViolation(adapter, violation.Code, violation.Compared, violation.Remedy);
            }

            if (adapter.Live is { } live)
            {
                connections.Leave(live);
                if (live.ThingName is { } thingName)
                {
                    recorder.Note(thingName, connections.OfClient(thingName) is not null, time.GetUtcNow());
                }
            }
        }
    }

    public void Dispose()
    {
    }

    private async Task EndAsync(PortalChannelAdapter adapter)
    {
        if (adapter.Live is { IsOpen: true })
        {
            await terminator.CloseAsync(adapter, SessionEndReason.ShuttingDown);
        }
        else
        {
            adapter.Connection.Abort();
        }
    }

    private void RecordViolation(PortalChannelAdapter adapter, string code, string compared, string remedy)
    {
        var attempt = new ConnectAttempt
        {
            ClientId = adapter.Connect?.ClientId ?? "",
            RemoteAddress = adapter.RemoteEndPoint?.ToString() ?? "",
            Protocol = adapter.Connect is null ? "before CONNECT" : "MQTT",
        };
        var check = CheckCatalogue.PacketsKeepToProtocol.Failed(code, "the device does not follow the MQTT protocol", compared, remedy);
        recorder.Record(attempt,
            new Decision(false, code, [check], adapter.Live?.ThingName, adapter.Live?.CertificateId, null), TimeSpan.Zero);
    }
}
