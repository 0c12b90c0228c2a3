using System.Net;
using Microsoft.AspNetCore.Connections;

namespace FleetPortal.Broker.Admission;

/// <summary>How far a connection has come. Without room, the connection with the lowest stage is closed first.</summary>
public enum AdmissionStage
{
    /// <summary>It has sent nothing.</summary>
    Silent,

    /// <summary>It has sent something.</summary>
    Heard,

    /// <summary>It presented a certificate of a trusted authority, or its last request was authenticated.</summary>
    Trusted,

    /// <summary>An admitted device, or an authenticated request that is being answered. Never closed to make room.</summary>
    LetIn,
}

/// <summary>The place of one connection in the budget of its listeners; a connection feature. Thread-safe.</summary>
public sealed class ConnectionSlot
{
    private readonly ConnectionBudget _budget;
    private int _requests;

    internal ConnectionSlot(ConnectionBudget budget, ConnectionContext connection, IPAddress source, TimeSpan? idleTimeout, long now)
    {
        (_budget, Connection, Source, IdleTimeout) = (budget, connection, source, idleTimeout);
        (AcceptedAt, IdleSince) = (now, now);
        GlobalNode = new LinkedListNode<ConnectionSlot>(this);
        SourceNode = new LinkedListNode<ConnectionSlot>(this);
    }

    /// <summary>How far it has come.</summary>
    public AdmissionStage Stage { get; internal set; }

    /// <summary>It was closed to make room.</summary>
    public bool Shed { get; internal set; }

    internal ConnectionContext Connection { get; }

    internal IPAddress Source { get; set; }

    internal TimeSpan? IdleTimeout { get; }

    internal long AcceptedAt { get; }

    /// <summary>When the last request of an HTTP connection ended; null while one is being answered.</summary>
    internal long? IdleSince { get; private set; }

    internal bool IsCounted { get; set; } = true;

    internal LinkedListNode<ConnectionSlot> GlobalNode { get; }

    internal LinkedListNode<ConnectionSlot> SourceNode { get; }

    /// <summary>
    /// Counts the connection for the address that a proxy announced. Returns the code of the limit if that address has no room.
    /// </summary>
    public string? Announce(IPAddress source) => _budget.Move(this, source);

    /// <summary>The client has sent something.</summary>
    public void Heard() => _budget.Raise(this, AdmissionStage.Heard);

    /// <summary>The client presented a certificate of a trusted authority.</summary>
    public void Trusted() => _budget.Raise(this, AdmissionStage.Trusted);

    /// <summary>The device was admitted.</summary>
    public void LetIn() => _budget.Raise(this, AdmissionStage.LetIn);

    /// <summary>A request has come on an HTTP connection.</summary>
    public void RequestStarted()
    {
        Interlocked.Increment(ref _requests);
        IdleSince = null;
    }

    /// <summary>
    /// The request was answered. Every idle HTTP connection can be closed to make room, because the next request opens another.
    /// </summary>
    public void RequestEnded()
    {
        if (Interlocked.Decrement(ref _requests) == 0)
        {
            IdleSince = _budget.Now;
            _budget.Idle(this);
        }
    }
}
