using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Topics;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Connections;

/// <summary>The reason for which the portal closes a session. The broker maps it to an MQTT reason code.</summary>
public enum SessionEndReason
{
    /// <summary>An operator closed it (MQTT 5: 0x98).</summary>
    AdministrativeAction,

    /// <summary>The device has lost the right to connect, or its rights have changed (0x87).</summary>
    RightsWithdrawn,

    /// <summary>Another connection with the same client identifier took the session over (0x8E).</summary>
    TakenOver,

    /// <summary>The portal is stopping (0x8B).</summary>
    ShuttingDown,
}

/// <summary>
/// One transport connection from its CONNECT to its end. The rights belong to the connection, not to the MQTT session: a device with
/// another certificate may resume the session.
/// </summary>
public sealed class LiveConnection
{
    private readonly Func<SessionEndReason, Task> _close;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _lastHeard;

    /// <summary>Creates a connection that is not accepted yet.</summary>
    /// <param name="close">Closes the transport. Called at most once for each reason.</param>
    public LiveConnection(
        string connectionId, string clientId, CertificateId? certificateId, DateTimeOffset now, Func<SessionEndReason, Task> close)
    {
        ConnectionId = connectionId;
        ClientId = clientId;
        CertificateId = certificateId;
        ConnectedAt = now;
        _lastHeard = now.ToUnixTimeMilliseconds();
        _close = close;
        Incoming = new RateMeter(now);
        Outgoing = new RateMeter(now);
    }

    /// <summary>The broker's identifier of the transport connection.</summary>
    public string ConnectionId { get; }

    /// <summary>The MQTT client identifier.</summary>
    public string ClientId { get; }

    /// <summary>The identifier of the client certificate; null without one.</summary>
    public CertificateId? CertificateId { get; }

    /// <summary>The time at which CONNECT arrived.</summary>
    public DateTimeOffset ConnectedAt { get; }

    /// <summary>The time of CONNACK, after a connection that it takes over has ended; null until then.</summary>
    public DateTimeOffset? AcceptedAt { get; set; }

    /// <summary>The rolling proof that this connection was given, for its device; null for none. Never store, log or show it.</summary>
    public string? HandedProof { get; set; }

    /// <summary>The remote address and port.</summary>
    public string RemoteAddress { get; init; } = "";

    /// <summary>"MQTT 5" or "MQTT 3.1.1", followed by " over WebSocket" for WebSocket connections.</summary>
    public string Protocol { get; init; } = "";

    /// <summary>The TLS version and the cipher suite.</summary>
    public string Tls { get; init; } = "";

    /// <summary>The fingerprint of the TLS software of the client; null without TLS.</summary>
    public TlsFingerprint? Fingerprint { get; init; }

    /// <summary>The keep alive that the client asked for, in seconds; 0 for none.</summary>
    public int KeepAlive { get; init; }

    /// <summary>The client certificate with the result of its validation, for a renewal over this connection.</summary>
    public PresentedCertificate? Presented { get; init; }

    /// <summary>The name of the Thing; null until the connection is accepted, and null for an application.</summary>
    public string? ThingName { get; private set; }

    /// <summary>The name of the application; null until the connection is accepted, and null for a Thing.</summary>
    public string? ApplicationName { get; private set; }

    /// <summary>The application whose limit of connections counts this one, from its decision on; null for a Thing.</summary>
    internal string? AdmittedAs { get; set; }

    /// <summary>The name of the Thing or of the application; null until the connection is accepted.</summary>
    public string? PrincipalName => ThingName ?? ApplicationName;

    /// <summary>The topics that the principal may use; null until the connection is accepted.</summary>
    public TopicPolicy? Policy { get; private set; }

    /// <summary>The number of checks that the connection passed.</summary>
    public int ChecksPassed { get; private set; }

    /// <summary>The duration of the decision.</summary>
    public TimeSpan DecidedIn { get; private set; }

    /// <summary>Reads the MQTT session now; null until the broker serves the connection.</summary>
    public Func<SessionState>? Session { get; set; }

    /// <summary>Counts the messages from the device.</summary>
    public RateMeter Incoming { get; }

    /// <summary>Counts the messages to the device.</summary>
    public RateMeter Outgoing { get; }

    /// <summary>The time of the last packet from the device.</summary>
    public DateTimeOffset LastHeardAt => DateTimeOffset.FromUnixTimeMilliseconds(Interlocked.Read(ref _lastHeard));

    /// <summary>
    /// The reason for which the connection must end; null while it may stay. It is set before the transport is closed, so that a decision
    /// that is in progress sees it.
    /// </summary>
    public SessionEndReason? ClosingReason { get; private set; }

    /// <summary>Completes when the transport is closed and the broker has released the connection.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Whether the connection was accepted.</summary>
    public bool IsOpen => Policy is not null;

    /// <summary>Marks the connection as accepted and stores its rights.</summary>
    public void Open(TopicPolicy policy, int checksPassed, TimeSpan decidedIn)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ThingName = policy.Kind == PrincipalKind.Thing ? policy.PrincipalName : null;
        ApplicationName = policy.Kind == PrincipalKind.Application ? policy.PrincipalName : null;
        (ChecksPassed, DecidedIn) = (checksPassed, decidedIn);
        Policy = policy;
    }

    /// <summary>Notes that a packet arrived from the device.</summary>
    public void Heard(DateTimeOffset now) => Interlocked.Exchange(ref _lastHeard, now.ToUnixTimeMilliseconds());

    /// <summary>Sets the closing reason, unless there is one already.</summary>
    internal void Condemn(SessionEndReason end) => ClosingReason ??= end;

    /// <summary>Closes the transport with a reason.</summary>
    internal Task CloseAsync(SessionEndReason end) => _close(end);

    /// <summary>Completes <see cref="Ended"/>, after the broker has released the connection.</summary>
    internal void End() => _ended.TrySetResult();
}
