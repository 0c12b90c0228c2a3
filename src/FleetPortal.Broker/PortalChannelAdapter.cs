using System.IO.Pipelines;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Topics;
using Microsoft.AspNetCore.Connections;
using MQTTnet.Adapter;
using MQTTnet.AspNetCore;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace FleetPortal.Broker;

/// <summary>
/// One connection as MQTTnet sees it. It checks every packet: the first one is a CONNECT that arrives in time and is not too large, there
/// is no second CONNECT, and no packet is buffered beyond the limit. MQTTnet alone would buffer up to 256 MB of an unknown client.
/// </summary>
internal sealed class PortalChannelAdapter(
    MqttConnectionContext inner, ConnectionContext connection, BrokerLimits limits, TopicLimits topics, TimeProvider time)
    : IMqttChannelAdapter
{
    /// <summary>The transport, for its features and to abort it.</summary>
    public ConnectionContext Connection => connection;

    /// <summary>The CONNECT packet; null until it arrives.</summary>
    public MqttConnectPacket? Connect { get; private set; }

    /// <summary>The live connection; null until CONNECT arrives.</summary>
    public LiveConnection? Live { get; set; }

    /// <summary>Why this adapter closed the connection: code, compared values, remedy. Null if it did not.</summary>
    public (string Code, string Compared, string Remedy)? Violation { get; private set; }

    public long BytesReceived => inner.BytesReceived;

    public long BytesSent => inner.BytesSent;

    public X509Certificate2? ClientCertificate => inner.ClientCertificate;

    public EndPoint? RemoteEndPoint => inner.RemoteEndPoint;

    public EndPoint? LocalEndPoint => inner.LocalEndPoint;

    public bool IsSecureConnection => true;

    public MqttPacketFormatterAdapter PacketFormatterAdapter => inner.PacketFormatterAdapter;

    public Task ConnectAsync(CancellationToken cancellationToken) => inner.ConnectAsync(cancellationToken);

    public Task DisconnectAsync(CancellationToken cancellationToken) => inner.DisconnectAsync(cancellationToken);

    public void Dispose() => inner.Dispose();

    public async Task<MqttPacket?> ReceivePacketAsync(CancellationToken cancellationToken)
    {
        if (Connect is null)
        {
            await GuardConnectAsync(cancellationToken);
        }
        else
        {
            await GuardPacketAsync(cancellationToken);
        }

        var packet = await inner.ReceivePacketAsync(cancellationToken);
        Live?.Heard(time.GetUtcNow());
        if (packet is MqttConnectPacket connect)
        {
            Connect = connect;
        }
        else if (packet is MqttSubscribePacket subscribe && Live is { } live)
        {
            live.SubscribingAs = subscribe.SubscriptionIdentifier;
        }
        else if (packet is MqttPublishPacket { TopicAlias: > 0 } longAlias && topics.Excess(longAlias.Topic) is { } excess)
        {
            // MQTTnet stores the topic of an alias before the policy is checked.
            await RefuseAsync(MqttDisconnectReasonCode.TopicNameInvalid,
                BrokerRefusals.TopicTooLong, excess, "Publish on a shorter topic.", cancellationToken);
        }
        else if (packet is MqttPublishPacket publish && publish.TopicAlias > limits.MaxTopicAlias)
        {
            await RefuseAsync(MqttDisconnectReasonCode.TopicAliasInvalid, BrokerRefusals.TopicAliasInvalid,
                $"topic alias {publish.TopicAlias}", $"Use at most {limits.MaxTopicAlias} (MQTT 5 §3.2.2.3.8).", cancellationToken);
        }

        return packet;
    }

    public void ResetStatistics() => inner.ResetStatistics();

    public Task SendPacketAsync(MqttPacket packet, CancellationToken cancellationToken)
    {
        if (packet is MqttConnAckPacket { ReasonCode: MqttConnectReasonCode.Success } accepted)
        {
            accepted.MaximumPacketSize = (uint)limits.MaxPacket;
            accepted.TopicAliasMaximum = limits.MaxTopicAlias;
        }
        else if (packet is MqttPublishPacket)
        {
            Live?.Outgoing.Add(time.GetUtcNow());
        }

        return inner.SendPacketAsync(packet, cancellationToken);
    }

    /// <summary>Waits for a complete CONNECT, up to the time limit.</summary>
    private async Task GuardConnectAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(limits.ConnectTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var input = connection.Transport.Input;
        try
        {
            while (true)
            {
                var result = await input.ReadAsync(both.Token);
                if (PeekHeader(result) is { } header)
                {
                    if (header.PacketType != FixedHeader.Connect)
                    {
                        throw Refuse(BrokerRefusals.FirstPacketNotConnect,
                            $"packet type {header.PacketType}", "The first packet must be CONNECT (MQTT 5 §3.1.0-1).");
                    }

                    if (header.PacketLength > limits.MaxConnectPacket)
                    {
                        throw Refuse(BrokerRefusals.PacketTooLarge,
                            $"a CONNECT of {header.PacketLength} octets", $"Send at most {limits.MaxConnectPacket} octets.");
                    }

                    if (result.Buffer.Length >= header.PacketLength)
                    {
                        input.AdvanceTo(result.Buffer.Start);
                        return;
                    }
                }

                if (result.IsCompleted)
                {
                    throw Refuse(BrokerRefusals.ConnectIncomplete, "closed before CONNECT was complete", "Send a whole CONNECT.");
                }

                input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            }
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            throw Refuse(BrokerRefusals.ConnectTimeout,
                $"no CONNECT within {limits.ConnectTimeout.TotalSeconds:0} s", "Send CONNECT at once after the TLS handshake.");
        }
    }

    private async Task GuardPacketAsync(CancellationToken cancellationToken)
    {
        var input = connection.Transport.Input;
        while (true)
        {
            var result = await input.ReadAsync(cancellationToken);
            if (PeekHeader(result) is not { } header)
            {
                if (result.IsCompleted)
                {
                    input.AdvanceTo(result.Buffer.Start);
                    return;
                }

                input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
                continue;
            }

            if (header.PacketType == FixedHeader.Connect)
            {
                // MQTT 5 §3.1.0-2: a second CONNECT is a protocol error.
                await RefuseAsync(MqttDisconnectReasonCode.ProtocolError,
                    BrokerRefusals.SecondConnect, "a second CONNECT", "Send CONNECT once (MQTT 5 §3.1.0-2).", cancellationToken);
            }

            if (header.PacketLength > limits.MaxPacket)
            {
                await RefuseAsync(MqttDisconnectReasonCode.PacketTooLarge, BrokerRefusals.PacketTooLarge,
                    $"a packet of {header.PacketLength} octets", $"Send at most {limits.MaxPacket} octets.", cancellationToken);
            }

            input.AdvanceTo(result.Buffer.Start);
            return;
        }
    }

    private FixedHeader? PeekHeader(ReadResult result)
    {
        try
        {
            return FixedHeader.Peek(result.Buffer);
        }
        catch (InvalidDataException e)
        {
            throw Refuse(BrokerRefusals.PacketMalformed, e.Message, "Send MQTT 3.1.1 or 5.");
        }
    }

    private async Task RefuseAsync(
        MqttDisconnectReasonCode reason, string code, string compared, string remedy, CancellationToken cancellationToken)
    {
        if (PacketFormatterAdapter.ProtocolVersion == MqttProtocolVersion.V500)
        {
            await inner.SendPacketAsync(new MqttDisconnectPacket { ReasonCode = reason, ReasonString = code }, cancellationToken);
        }

        throw Refuse(code, compared, remedy);
    }

    private MqttProtocolViolationException Refuse(string code, string compared, string remedy)
    {
        Violation = (code, compared, remedy);
        return new MqttProtocolViolationException($"{code}: {compared}");
    }
}
