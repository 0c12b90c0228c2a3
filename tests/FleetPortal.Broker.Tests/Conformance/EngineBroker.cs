using System.IO.Pipelines;
using FleetPortal.Broker.Connections;
using FleetPortal.Broker.Publishing;
using FleetPortal.Broker.Sessions;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.MqttSessions;
using FleetPortal.Fleet.Topics;
using Microsoft.Extensions.Time.Testing;

namespace FleetPortal.Broker.Tests.Conformance;

/// <summary>
/// The session engine without TLS, registry and disk: everybody may connect, and publish and subscribe to everything. Connections are
/// pipes in memory.
/// </summary>
internal sealed class EngineBroker : IBrokerUnderTest
{
    private readonly List<Task> _connections = [];
    private readonly EveryoneConnects _connects;
    private readonly MqttEndpoint _endpoint;
    private readonly ConnectionSweep _sweep;
    private readonly StoppingLifetime _lifetime = new();
    private int _opened;

    /// <summary>Builds an engine that is not started.</summary>
    /// <param name="store">Where durable sessions are stored; a second engine with the same store is a restart.</param>
    /// <param name="limits">The limits; null for the usual ones.</param>
    /// <param name="time">The clock; null for a new one.</param>
    private EngineBroker(ISessionStore store, BrokerLimits limits, FakeTimeProvider time)
    {
        Time = time;
        Limits = limits;
        Connections = new LiveConnections(new FleetEvents(), time);
        var trie = new TopicFilterTrie();
        var journal = new SessionJournal(store, ErrorLog.For<SessionJournal>());
        Sessions = new SessionTable(limits, journal, store, trie, TopicLimits.Default, time);
        var dispatcher = new Dispatcher(trie, journal, Sessions, time);
        var retained = new RetainedTree();
        var publishes = new PublishHandler([new RequireLiveRights(),
            new RequireTopicLimits(TopicLimits.Default), new RetainInMemory(retained), new DispatchToSubscribers(dispatcher)]);
        var subscribes = new SubscribeHandler(Sessions, journal, dispatcher, retained,
            new LastPresence(Connections, new LastDisconnects(), limits),
            new ProofMessages(Connections, dispatcher), new TopicActivity(time), trie, limits,
            TopicLimits.Default, time, _ => Task.CompletedTask);
        var wills = new Wills(publishes, dispatcher, Sessions, Connections, time, ErrorLog.For<Wills>()) { OriginOf = (_, _) => null };
        var engine = new BrokerEngine(
            Sessions, dispatcher, journal, publishes, subscribes, wills, limits, TopicLimits.Default, time)
        {
            OriginOf = (_, _) => null,
        };
        var opener = new SessionOpener(Sessions, subscribes, wills, limits);
        _connects = new EveryoneConnects(Connections, opener, limits, time);
        _endpoint = new MqttEndpoint(Connections,
            Log, _connects, new ConnectReader(limits, time), engine, _lifetime, ErrorLog.For<MqttEndpoint>());
        _sweep = new ConnectionSweep(_endpoint, Sessions, wills, limits, time, ErrorLog.For<ConnectionSweep>());
    }

    /// <inheritdoc/>
    public FakeTimeProvider Time { get; }

    /// <summary>The live connections of the engine.</summary>
    public LiveConnections Connections { get; }

    /// <summary>The sessions of the engine.</summary>
    public SessionTable Sessions { get; }

    /// <summary>The connections whose CONNECT was accepted.</summary>
    public IEnumerable<MqttConnection> Accepted => _endpoint.Accepted;

    /// <summary>What the engine noted.</summary>
    public ViolationLog Log { get; } = new();

    /// <summary>What the engine logged as an error.</summary>
    public ErrorLog ErrorLog { get; } = new();

    /// <summary>The limits of the engine.</summary>
    public BrokerLimits Limits { get; }

    /// <summary>Starts an engine and loads the stored sessions.</summary>
    /// <param name="store">Where durable sessions are stored. A second engine with the same store is a restart.</param>
    /// <param name="limits">The limits; null for the usual ones.</param>
    /// <param name="time">The clock; null for a new one.</param>
    public static async Task<EngineBroker> StartAsync(
        ISessionStore? store = null, BrokerLimits? limits = null, FakeTimeProvider? time = null)
    {
        var broker = new EngineBroker(store ?? new MemorySessions(), limits ?? new BrokerLimits(), time ?? new FakeTimeProvider());
        await broker.Sessions.LoadAsync(CancellationToken.None);
        await broker._sweep.StartAsync(CancellationToken.None);
        return broker;
    }

    /// <inheritdoc/>
    public Task<Stream> OpenAsync()
    {
        var (toServer, toClient) = (new Pipe(), new Pipe());
        var connection = new PipeConnection($"c{Interlocked.Increment(ref _opened)}", toServer.Reader, toClient.Writer);
        _connections.Add(ServeAsync(connection));
        return Task.FromResult<Stream>(new PipeStream(toClient.Reader, toServer.Writer));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _lifetime.StopAsync();
        var ended = Task.WhenAll(_connections);
        while (!ended.IsCompleted)
        {
            // A client that does not read has a time limit for the farewell.
            Time.Advance(Limits.CloseGrace);
            await Task.Yield();
        }

        await ended;
        _sweep.Dispose();
        _connects.Dispose();
        _lifetime.Dispose();
    }

    private async Task ServeAsync(PipeConnection connection)
    {
        await Task.Yield();
        await _endpoint.OnConnectedAsync(connection);
        await connection.DisposeAsync();
    }
}
