using System.IO.Pipelines;
using FleetPortal.Broker.Connections;
using FleetPortal.Broker.Packets;
using FleetPortal.Broker.Publishing;
using FleetPortal.Broker.Sessions;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Topics;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;

namespace FleetPortal.Broker.Tests.Conformance;

/// <summary>Lets everybody in who has a client identifier. Who shows a rolling proof gets another one.</summary>
internal sealed class EveryoneConnects(
    LiveConnections connections, SessionOpener sessions, BrokerLimits limits, TimeProvider time) : IConnectHandler, IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);

    public void Dispose() => _one.Dispose();

    public async Task<ConnectAnswer> ConnectAsync(MqttConnection connection, ConnectPacket packet, CancellationToken cancellationToken)
    {
        var terminator = new SessionTerminator(limits, time);
        var live = new LiveConnection(connection.Transport.ConnectionId,
            packet.ClientId, null, time.GetUtcNow(), end => terminator.CloseAsync(connection, end));
        connection.Live = live;
        if (packet.ClientId.Length == 0)
        {
            return new ConnectAnswer(ReasonCode.ClientIdentifierNotValid, "client-identifier-mismatch");
        }

        connections.Enter(live);
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (connections.OfClient(packet.ClientId) is { } old)
            {
                await connections.CloseAsync(old, SessionEndReason.TakenOver);
            }

            var policy = new EverythingIsAllowed(packet.ClientId);
            var (session, present) = await sessions.OpenAsync(connection, packet, policy);
            live.Open(policy, 0, TimeSpan.Zero);
            connections.Opened(live);
            live.HandedProof = packet.Proof is { } shown ? "after-" + shown : null;
            sessions.Accept(connection, session, present, live.HandedProof);
            return new ConnectAnswer(ReasonCode.Success, null, session);
        }
        finally
        {
            _one.Release();
        }
    }
}

/// <summary>The rights of a client that may do everything.</summary>
internal sealed class EverythingIsAllowed(string name) : TopicPolicy
{
    private static readonly TopicVerdict Yes = new(true, "#");

    public override PrincipalKind Kind => PrincipalKind.Application;

    public override string PrincipalName => name;

    public override IReadOnlyList<string> PublishFilters => ["#"];

    public override IReadOnlyList<string> SubscribeFilters => ["#"];

    public override TopicVerdict MayPublish(string? topic) => Yes;

    public override TopicVerdict MaySubscribe(string? topicFilter) => Yes;

    public override bool MayHear(string topic) => true;
}

/// <summary>Keeps retained messages in memory.</summary>
internal sealed class RetainInMemory(RetainedTree tree) : IPublishStep
{
    public ValueTask<PublishFlow> RunAsync(PublishContext publish)
    {
        if (publish.Message is { Retain: true } message)
        {
            if (message.Payload.Length == 0)
            {
                tree.Remove(message.Topic);
            }
            else
            {
                tree.Set(message);
            }
        }

        return new ValueTask<PublishFlow>(PublishFlow.Continue);
    }
}

/// <summary>Keeps the violations that the engine notes.</summary>
internal sealed class ViolationLog : IConnectionLog
{
    /// <summary>The violations, in their order.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<ProtocolViolation> Violations { get; } = new();

    public void Violated(MqttConnection connection, ProtocolViolation violation) => Violations.Enqueue(violation);

    public Task TakenOverAsync(MqttConnection connection, LiveConnection live) => Task.CompletedTask;

    public void Ended(MqttConnection connection, LiveConnection live)
    {
    }
}

/// <summary>A connection over two pipes.</summary>
internal sealed class PipeConnection(string id, PipeReader input, PipeWriter output) : ConnectionContext, IDuplexPipe
{
    public override string ConnectionId { get; set; } = id;

    public override IFeatureCollection Features { get; } = new FeatureCollection();

    public override IDictionary<object, object?> Items { get; set; } = new Dictionary<object, object?>();

    public override IDuplexPipe Transport
    {
        get => this;
        set => throw new NotSupportedException();
    }

    public PipeReader Input => input;

    public PipeWriter Output => output;

    public override void Abort(ConnectionAbortedException abortReason) => output.CancelPendingFlush();

    public override async ValueTask DisposeAsync()
    {
        await input.CompleteAsync();
        await output.CompleteAsync();
        await base.DisposeAsync();
    }
}

/// <summary>The client's end of two pipes.</summary>
internal sealed class PipeStream(PipeReader input, PipeWriter output) : Stream
{
    private readonly Stream _input = input.AsStream();
    private readonly Stream _output = output.AsStream();

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush() => _output.Flush();

    public override int Read(byte[] buffer, int offset, int count) => _input.Read(buffer, offset, count);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _input.ReadAsync(buffer, cancellationToken);

    public override void Write(byte[] buffer, int offset, int count) => _output.Write(buffer, offset, count);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        _output.WriteAsync(buffer, cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _input.Dispose();
        _output.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>The lifetime of a host that only stops.</summary>
internal sealed class StoppingLifetime : IHostApplicationLifetime, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    public CancellationToken ApplicationStarted => CancellationToken.None;

    public CancellationToken ApplicationStopping => _stopping.Token;

    public CancellationToken ApplicationStopped => CancellationToken.None;

    public void StopApplication() => _stopping.Cancel();

    public void Dispose() => _stopping.Dispose();

    /// <summary>Tells every connection to end.</summary>
    public Task StopAsync() => _stopping.CancelAsync();
}
