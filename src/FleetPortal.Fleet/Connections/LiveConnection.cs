using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Topics;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Connections;

/// <summary>Why the portal ends a session; the broker spells it as an MQTT reason code.</summary>
public enum SessionEndReason
{
    /// <summary>An operator ended it (MQTT 5: 0x98).</summary>
    AdministrativeAction,

    /// <summary>The rights it stands on are gone (0x87).</summary>
    RightsWithdrawn,

    /// <summary>The same Thing connected anew (0x8E).</summary>
    TakenOver,

    /// <summary>The portal stops (0x8B).</summary>
    ShuttingDown,
}

/// <summary>
/// One transport connection from its CONNECT to its end. Rights hang on it, not on the MQTT session, which may be
/// resumed by somebody with another certificate.
/// </summary>
public sealed class LiveConnection
{
    private readonly Func<SessionEndReason, Task> _close;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _lastHeard;

    /// <summary>A connection that asks to be let in.</summary>
    /// <param name="close">Ends the transport; called at most once for each reason.</param>
    public LiveConnection(string connectionId, string clientId, CertificateId? certificateId, DateTimeOffset now, Func<SessionEndReason, Task> close)
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

    /// <summary>The certificate that was presented, or null.</summary>
    public CertificateId? CertificateId { get; }

    /// <summary>When CONNECT came.</summary>
    public DateTimeOffset ConnectedAt { get; }

    /// <summary>Address and port of the other side.</summary>
    public string RemoteAddress { get; init; } = "";

    /// <summary>"MQTT 5" or "MQTT 3.1.1", with " over WebSocket" where it is.</summary>
    public string Protocol { get; init; } = "";

    /// <summary>TLS version and cipher suite.</summary>
    public string Tls { get; init; } = "";

    /// <summary>Subscription identifier of the SUBSCRIBE that is being carried out, 0 for none (MQTT 5 §3.8.2.1.2). Read and written by the connection's own loop.</summary>
    public uint SubscribingAs { get; set; }

    /// <summary>The certificate itself with what validation said of it, for a renewal over this connection.</summary>
    public PresentedCertificate? Presented { get; init; }

    /// <summary>Whose it is, once it was let in.</summary>
    public string? ThingName { get; private set; }

    /// <summary>What it may do, once it was let in.</summary>
    public TopicPolicy? Policy { get; private set; }

    /// <summary>The checks it passed.</summary>
    public int ChecksPassed { get; private set; }

    /// <summary>How long the decision took.</summary>
    public TimeSpan DecidedIn { get; private set; }

    /// <summary>Messages from the device.</summary>
    public RateMeter Incoming { get; }

    /// <summary>Messages to the device.</summary>
    public RateMeter Outgoing { get; }

    /// <summary>When the last message came.</summary>
    public DateTimeOffset LastHeardAt => DateTimeOffset.FromUnixTimeMilliseconds(Interlocked.Read(ref _lastHeard));

    /// <summary>Why it is to end, set before anything is closed; a decision that was made before sees it afterwards.</summary>
    public SessionEndReason? ClosingReason { get; private set; }

    /// <summary>Ends when the transport is gone and the broker has cleaned up.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Whether it was let in.</summary>
    public bool IsOpen => Policy is not null;

    /// <summary>It was let in.</summary>
    public void Open(TopicPolicy policy, int checksPassed, TimeSpan decidedIn)
    {
        ArgumentNullException.ThrowIfNull(policy);
        (ThingName, ChecksPassed, DecidedIn) = (policy.ThingName, checksPassed, decidedIn);
        Policy = policy;
    }

    /// <summary>Something was heard from the device.</summary>
    public void Heard(DateTimeOffset now) => Interlocked.Exchange(ref _lastHeard, now.ToUnixTimeMilliseconds());

    internal void Condemn(SessionEndReason end) => ClosingReason ??= end;

    internal Task CloseAsync(SessionEndReason end) => _close(end);

    internal void End() => _ended.TrySetResult();
}
