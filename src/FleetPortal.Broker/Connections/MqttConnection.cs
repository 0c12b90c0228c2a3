using FleetPortal.Broker.Packets;
using FleetPortal.Broker.Publishing;
using FleetPortal.Broker.Sessions;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.MqttSessions;
using Microsoft.AspNetCore.Connections;

namespace FleetPortal.Broker.Connections;

/// <summary>
/// One MQTT connection after its CONNECT was accepted: reads packets, answers them and delivers to the client. One task reads; deliveries
/// come from any thread.
/// </summary>
internal sealed class MqttConnection : IMessageReceiver, IDisposable
{
    private readonly ConnectionContext _transport;
    private readonly BrokerEngine _engine;
    private readonly FrameReader _frames;
    private readonly AcknowledgementQueue _acknowledgements;
    private readonly PublishContext _publish = new();
    private TopicAliases _aliases = null!;
    private Session _session = null!;
    private int _closing;
    private volatile bool _isAnswered;

    /// <summary>Creates a connection that has not read anything.</summary>
    public MqttConnection(ConnectionContext transport, BrokerEngine engine)
    {
        (_transport, _engine) = (transport, engine);
        _frames = new FrameReader(transport.Transport.Input);
        Output = new ConnectionOutput(transport.Transport.Output, engine.Time)
        {
            Failed = StopReading,
            Drained = () => _session?.Pump(),
        };
        _acknowledgements = new AcknowledgementQueue(Acknowledge, NotStored);
    }

    /// <summary>The transport, for its features and to abort it.</summary>
    public ConnectionContext Transport => _transport;

    /// <summary>The packets of the client.</summary>
    public FrameReader Frames => _frames;

    /// <summary>The packets to the client.</summary>
    public ConnectionOutput Output { get; }

    /// <summary>Writes packets as the client understands them. Set when the protocol level is known.</summary>
    public PacketWriter Writer { get; set; } = new(ProtocolLevel.Mqtt311, uint.MaxValue, true);

    /// <summary>The CONNECT packet; null until it arrives.</summary>
    public ConnectPacket? Connect { get; set; }

    /// <summary>The live connection; null until CONNECT arrives.</summary>
    public LiveConnection? Live { get; set; }

    /// <summary>The keep alive that applies; zero for none.</summary>
    public TimeSpan KeepAlive { get; set; }

    /// <summary>What this connection refused; null if nothing.</summary>
    public ProtocolViolation? Violation { get; set; }

    /// <summary>Why the portal ended the connection by itself; null if it did not.</summary>
    public DisconnectReason? CutOff { get; set; }

    /// <summary>Whether the client resumed a session.</summary>
    public bool Resumed { get; set; }

    /// <summary>Whether the client had closed its side before the portal closed the connection.</summary>
    public bool HadClosed { get; private set; }

    /// <summary>The time stamp at which the portal closed the connection.</summary>
    public long ClosedAt { get; private set; }

    /// <summary>Whether the client sent DISCONNECT.</summary>
    public bool HasLeft { get; private set; }

    /// <summary>Whether the client sent DISCONNECT with another reason than 0x00, so that its will is published (MQTT-3.1.2-8).</summary>
    public bool LeftWithWill { get; private set; }

    /// <summary>Whether the session may outlive the connection. A client that lost its rights keeps none.</summary>
    public bool MayKeepSession => Live!.ClosingReason != SessionEndReason.RightsWithdrawn;

    /// <inheritdoc/>
    public int ReceiveMaximum { get; private set; }

    /// <inheritdoc/>
    public bool MustWait => Output.IsCongested || _closing != 0 || Live!.ClosingReason is not null;

    /// <inheritdoc/>
    public bool MayHear(string topic) => Live!.Policy!.MayHear(topic);

    /// <summary>Serves the client until the connection ends.</summary>
    public async Task RunAsync(Session session)
    {
        var connect = Connect!;
        var limits = _engine.Limits;
        _session = session;
        _aliases = new TopicAliases(limits.MaxTopicAlias,
            Math.Min(connect.Properties.TopicAliasMaximum, limits.MaxOutgoingTopicAlias), _engine.Topics);
        ReceiveMaximum = Math.Min(connect.Properties.ReceiveMaximum ?? ushort.MaxValue, limits.InFlightPerSession);
        _frames.MaxPacket = limits.MaxPacket;
        _frames.RequiresShortestLength = Writer.Level == ProtocolLevel.Mqtt5;
        Live!.Session = ReadSession;
        session.Attach(this);
        try
        {
            _engine.Subscribes.Resumed(Live!, session);
            do
            {
                Output.Cork();
                while (await ReadOneAsync())
                {
                }

                Output.Flush();
            }
            while (!HasLeft && _closing == 0 && await _frames.FillAsync());
        }
        catch (ProtocolViolation violation)
        {
            Violation = violation;
            await CloseAsync(violation.Reason, violation.Code, limits.CloseGrace);
        }
        catch (Exception e) when (e is IOException or ConnectionAbortedException or ConnectionResetException or ObjectDisposedException)
        {
            // The client is gone.
        }
    }

    /// <summary>Sends CONNACK. Nothing else is sent before it (MQTT-3.2.0-1).</summary>
    public void Answer(ConnAckPacket packet)
    {
        Output.Write((Writer, packet), static (buffer, state) =>
        {
            state.Writer.ConnAck(buffer, state.packet);
            return true;
        });
        _isAnswered = true;
    }

    /// <summary>
    /// Ends the connection: sends DISCONNECT with a reason, and aborts the transport if the client does not take it in time.
    /// </summary>
    public async Task CloseAsync(ReasonCode reason, string? text, TimeSpan grace)
    {
        if (Interlocked.Exchange(ref _closing, 1) != 0)
        {
            return;
        }

        (HadClosed, ClosedAt) = (PeerState.HasClosed(_transport), _engine.Time.GetTimestamp());
        if (_isAnswered)
        {
            Output.Write((Writer, reason, text), static (buffer, state) =>
            {
                state.Writer.Disconnect(buffer, state.reason, state.text);
                return true;
            });
        }

        try
        {
            await Output.CloseAsync().WaitAsync(grace, _engine.Time);
        }
        catch (TimeoutException)
        {
            // The client does not read, so DISCONNECT cannot be sent. Without the abort, TLS would block a thread in its own farewell.
            _transport.Abort(new ConnectionAbortedException("The client does not read."));
        }

        StopReading();
    }

    /// <summary>Ends the connection without a word.</summary>
    public void Abort(string reason)
    {
        Interlocked.Exchange(ref _closing, 1);
        _transport.Abort(new ConnectionAbortedException(reason));
        StopReading();
    }

    /// <inheritdoc/>
    public bool Publish(
        Message message, QualityOfService quality, ushort packetId, bool duplicate, bool retain, IReadOnlyList<uint> identifiers)
    {
        var now = _engine.Time.GetUtcNow();
        var (alias, withTopic) = _aliases.For(message.Topic);
        var publish = new OutgoingPublish
        {
            Message = message,
            QualityOfService = quality,
            PacketId = packetId,
            IsDuplicate = duplicate,
            Retain = retain,
            TopicAlias = alias,
            WithTopic = withTopic,
            Expiry = message.SecondsLeft(now),
            SubscriptionIdentifiers = identifiers,
        };
        if (!Output.Write(new Outgoing(Writer, publish), static (buffer, state) => state.Writer.TryPublish(buffer, state.Publish)))
        {
            if (withTopic && alias > 0)
            {
                _aliases.Withdraw(message.Topic);
            }

            return false;
        }

        Live!.Outgoing.Add(now);
        return true;
    }

    /// <inheritdoc/>
    public void Release(ushort packetId) => Acknowledge(new Acknowledgement(PacketType.PubRel, packetId, ReasonCode.Success));

    /// <inheritdoc/>
    public void Dispose()
    {
        Output.Release();
        _frames.Dispose();
    }

    /// <summary>The session as the pages show it.</summary>
    private SessionState ReadSession()
    {
        var (connect, limits) = (Connect!, _engine.Limits);
        return _session.State() with
        {
            Connection = new SessionConnection
            {
                Resumed = Resumed,
                KeepAlive = KeepAlive,
                WillTopic = connect.Will?.Topic,
                Client = new ConnectionPeerLimits(connect.Properties.ReceiveMaximum ?? ushort.MaxValue,
                    connect.Properties.MaximumPacketSize, connect.Properties.TopicAliasMaximum),
                Server = new ConnectionPeerLimits(limits.ReceiveMaximum, limits.MaxPacket, limits.MaxTopicAlias),
            },
        };
    }

    private void StopReading() => _transport.Transport.Input.CancelPendingRead();

    /// <summary>Handles the next complete packet; false if there is none, or the connection ends.</summary>
    private async ValueTask<bool> ReadOneAsync()
    {
        if (Output.IsCongested || _acknowledgements.Count >= _engine.Limits.ReceiveMaximum)
        {
            // The client does not read its answers, or the disk is slow. Nothing is read from it meanwhile.
            Output.Flush();
            _frames.Release();
            await Output.WhenWritableAsync();
            if (_acknowledgements.Count >= _engine.Limits.ReceiveMaximum)
            {
                await _acknowledgements.WhenEmptyAsync();
            }

            return false;
        }

        if (_closing != 0 || HasLeft)
        {
            return false;
        }

        if (!TryHandle(out var work))
        {
            return false;
        }

        if (!work.IsCompletedSuccessfully)
        {
            Output.Flush();
            await work;
            Output.Cork();
        }

        return true;
    }

    private bool TryHandle(out ValueTask work)
    {
        work = ValueTask.CompletedTask;
        if (!_frames.TryRead(out var header, out var body))
        {
            return false;
        }

        Live!.Heard(_engine.Time.GetUtcNow());
        var reader = new PacketReader(body);
        var type = (PacketType)header.PacketType;
        switch (type)
        {
            case PacketType.Publish:
                work = HandlePublish(PublishPacket.Read(ref reader, (byte)header.Flags, Writer.Level));
                break;
            case PacketType.PubAck:
                _session.Acknowledge(AcknowledgementPacket.Read(ref reader, type, Writer.Level).PacketId);
                break;
            case PacketType.PubRec:
                HandlePubRec(AcknowledgementPacket.Read(ref reader, type, Writer.Level));
                break;
            case PacketType.PubRel:
                HandlePubRel(AcknowledgementPacket.Read(ref reader, type, Writer.Level));
                break;
            case PacketType.PubComp:
                _session.Complete(AcknowledgementPacket.Read(ref reader, type, Writer.Level).PacketId);
                break;
            case PacketType.Subscribe:
                work = HandleSubscribe(SubscribePacket.Read(ref reader, Writer.Level));
                break;
            case PacketType.Unsubscribe:
                work = HandleUnsubscribe(UnsubscribePacket.Read(ref reader, Writer.Level));
                break;
            case PacketType.PingReq:
                reader.RequireEnd();
                Output.Write(0, static (buffer, _) =>
                {
                    PacketWriter.PingResp(buffer);
                    return true;
                });
                break;
            case PacketType.Disconnect:
                work = HandleDisconnect(DisconnectPacket.Read(ref reader, Writer.Level));
                break;
            case PacketType.Connect:
                throw new ProtocolViolation(ReasonCode.ProtocolError, BrokerRefusals.SecondConnect,
                    "a second CONNECT", "Send CONNECT once (MQTT 5 §3.1.0-2).");
            case PacketType.Auth when Writer.Level == ProtocolLevel.Mqtt5:
                throw ProtocolViolation.Error("AUTH without an authentication method in CONNECT (MQTT 5 §4.12)");
            default:
                throw ProtocolViolation.Error($"{type} from a client");
        }

        return true;
    }

    private ValueTask HandlePublish(in PublishPacket packet)
    {
        var (text, octets) = _aliases.Resolve(packet);
        if (packet.QualityOfService == QualityOfService.ExactlyOnce && _session.IsReceived(packet.PacketId))
        {
            // Sent again: it was taken already (MQTT-4.3.3-10).
            _acknowledgements.Add(new Acknowledgement(PacketType.PubRec, packet.PacketId, ReasonCode.Success), Task.CompletedTask);
            return ValueTask.CompletedTask;
        }

        // MQTT 3.1.1 has no such limit: its clients may send all 65,535 identifiers before they release one.
        if (packet.QualityOfService > 0
            && Writer.Level == ProtocolLevel.Mqtt5 && _acknowledgements.Count + _session.CountReceived() >= _engine.Limits.ReceiveMaximum)
        {
            throw new ProtocolViolation(ReasonCode.ReceiveMaximumExceeded, BrokerRefusals.ReceiveMaximumExceeded,
                $"more than {_engine.Limits.ReceiveMaximum} unacknowledged messages",
                "Wait for acknowledgements, as CONNACK says (MQTT-3.3.4-7).");
        }

        var now = _engine.Time.GetUtcNow();
        _publish.Begin(
            new Message
            {
                Topic = text,
                TopicOctets = octets,
                Payload = packet.Payload.ToArray(),
                QualityOfService = packet.QualityOfService,
                Retain = packet.Retain,
                Properties = packet.Properties.Forwarded,
                ResponseTopic = packet.Properties.ResponseTopic,
                ExpiresAt = packet.Properties.MessageExpiryInterval is { } seconds ? now.AddSeconds(seconds) : null,
                Publisher = _session.ClientId,
                Origin = _engine.OriginOf(Live!, now),
            },
            Live!);
        var work = _engine.Publishes.PublishAsync(_publish);
        var (quality, packetId) = (packet.QualityOfService, packet.PacketId);
        if (!work.IsCompletedSuccessfully)
        {
            return FinishAsync(work, quality, packetId);
        }

        Finish(quality, packetId);
        return ValueTask.CompletedTask;
    }

    private async ValueTask FinishAsync(ValueTask work, QualityOfService quality, ushort packetId)
    {
        await work;
        Finish(quality, packetId);
    }

    private void Finish(QualityOfService quality, ushort packetId)
    {
        var publish = _publish;
        if (publish.Reason == ReasonCode.UnspecifiedError && Writer.Level != ProtocolLevel.Mqtt5 && quality > 0)
        {
            Fail(publish.ReasonString);
            return;
        }

        var refused = publish.Reason >= ReasonCode.UnspecifiedError;
        if (quality == QualityOfService.ExactlyOnce && !refused)
        {
            _session.NoteReceived(packetId, publish.Changes);
        }

        var stored = publish.Changes.Count == 0 ? Task.CompletedTask : _engine.Dispatcher.StoreAsync(publish.Changes, publish.Waiting);
        if (quality > 0)
        {
            var type = quality == QualityOfService.AtLeastOnce ? PacketType.PubAck : PacketType.PubRec;
            _acknowledgements.Add(new Acknowledgement(type, packetId, publish.Reason, publish.ReasonString), stored);
        }
    }

    private void HandlePubRec(AcknowledgementPacket packet)
    {
        var work = _session.Receive(packet.PacketId, packet.Reason);
        if (packet.Reason < ReasonCode.UnspecifiedError)
        {
            var reason = work is null ? ReasonCode.PacketIdentifierNotFound : ReasonCode.Success;
            _acknowledgements.Add(new Acknowledgement(PacketType.PubRel, packet.PacketId, reason), work ?? Task.CompletedTask);
        }
    }

    private void HandlePubRel(AcknowledgementPacket packet)
    {
        var work = _session.ReleaseReceived(packet.PacketId);
        var reason = work is null ? ReasonCode.PacketIdentifierNotFound : ReasonCode.Success;
        _acknowledgements.Add(new Acknowledgement(PacketType.PubComp, packet.PacketId, reason), work ?? Task.CompletedTask);
    }

    private async ValueTask HandleSubscribe(SubscribePacket packet)
    {
        var result = await _engine.Subscribes.SubscribeAsync(packet, _session, Live!);
        Output.Write((Writer, packet, result), static (buffer, state) =>
        {
            state.Writer.Acknowledge(
                buffer, PacketType.SubAck, state.packet.PacketId, state.result.Reasons, state.result.ReasonString);
            return true;
        });
        await _engine.Subscribes.AfterAsync(result, _session);
    }

    private async ValueTask HandleUnsubscribe(UnsubscribePacket packet)
    {
        var changes = new List<SessionChange>();
        List<ReasonCode> reasons = [.. packet.Filters.Select(filter => _engine.Sessions.Unsubscribe(_session, filter, changes)
            ? ReasonCode.Success : ReasonCode.NoSubscriptionExisted)];
        if (changes.Count > 0)
        {
            await _engine.Journal.AppendAsync(changes);
        }

        Output.Write((Writer, packet, reasons), static (buffer, state) =>
        {
            state.Writer.Acknowledge(buffer, PacketType.UnsubAck, state.packet.PacketId, state.reasons, null);
            return true;
        });
    }

    private async ValueTask HandleDisconnect(DisconnectPacket packet)
    {
        if (packet.SessionExpiryInterval is { } expiry)
        {
            if (Connect!.SessionExpiry == 0 && expiry > 0)
            {
                throw ProtocolViolation.Error("DISCONNECT sets a session expiry, but CONNECT had none (MQTT 5 §3.14.2.2.2)");
            }

            await _engine.Sessions.ChangeExpiryAsync(_session, Math.Min(expiry, _engine.Limits.MaxSessionExpirySeconds));
        }

        HasLeft = true;
        LeftWithWill = packet.Reason != ReasonCode.Success;
    }

    private void Acknowledge(Acknowledgement acknowledgement) =>
        Output.Write((Writer, acknowledgement), static (buffer, state) =>
        {
            state.Writer.Acknowledge(buffer, state.acknowledgement.Type,
                state.acknowledgement.PacketId, state.acknowledgement.Reason, state.acknowledgement.ReasonString);
            return true;
        });

    /// <summary>The disk did not take a message or the step of one.</summary>
    private void NotStored(Acknowledgement acknowledgement, Exception exception)
    {
        if (acknowledgement.Type == PacketType.PubRec)
        {
            _session.ForgetReceived(acknowledgement.PacketId);
        }

        if (Writer.Level == ProtocolLevel.Mqtt5 && acknowledgement.Type is PacketType.PubAck or PacketType.PubRec)
        {
            Acknowledge(acknowledgement with { Reason = ReasonCode.UnspecifiedError, ReasonString = ReasonStrings.MessageNotStored });
            return;
        }

        Fail(exception.GetType().Name);
    }

    /// <summary>
    /// Ends the connection where MQTT 3.1.1, or a later step of QoS 2, has no negative acknowledgement. The client sends again after it has
    /// connected again.
    /// </summary>
    private void Fail(string? reason)
    {
        CutOff = DisconnectReason.Failed;
        Abort($"The message could not be stored: {reason}.");
    }

    /// <summary>A PUBLISH with its writer.</summary>
    private readonly ref struct Outgoing(PacketWriter writer, OutgoingPublish publish)
    {
        public readonly PacketWriter Writer = writer;
        public readonly OutgoingPublish Publish = publish;
    }
}
