using System.Diagnostics.CodeAnalysis;

namespace FleetPortal.Fleet.Kernel;

/// <summary>
/// Whether a session or an API token still counts, for what goes on longer than a request: an open page, a stream. Use cases ask it
/// through <see cref="Actor.Require"/>, so that an end or another role is effective at once.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A source without a timer holds nothing; pages may still look at the standing after its end.")]
public sealed class Standing
{
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _touch = new();
    private volatile int _role;
    private DateTimeOffset _lastSeenAt;

    /// <summary>One that counts.</summary>
    public Standing(string id, Role role)
    {
        Id = id;
        _role = (int)role;
        Ended = _end.Token;
    }

    /// <summary>Of which session or token.</summary>
    public string Id { get; }

    /// <summary>What it may do now.</summary>
    public Role Role => (Role)_role;

    /// <summary>Cancelled when it has ended.</summary>
    public CancellationToken Ended { get; }

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => Ended.IsCancellationRequested;

    /// <summary>The last time its owner did something on an open page; the default where nothing was done.</summary>
    public DateTimeOffset LastSeenAt
    {
        get
        {
            lock (_touch)
            {
                return _lastSeenAt;
            }
        }
    }

    /// <summary>Hears when a use case refuses its owner for want of a role: pages offer no such action, so somebody tries.</summary>
    public Action<Permission>? OnRefused { get; set; }

    /// <summary>Its owner does something.</summary>
    public void Touch(DateTimeOffset now)
    {
        lock (_touch)
        {
            _lastSeenAt = now;
        }
    }

    internal void Change(Role role) => _role = (int)role;

    /// <summary>It has ended when this returns; what was registered for it runs elsewhere, so that nobody waits for pages to close.</summary>
    internal void End() => _ = _end.CancelAsync();
}
