using System.Diagnostics.CodeAnalysis;

namespace FleetPortal.Fleet.Kernel;

/// <summary>
/// The current state of a session of a person or of an API token, for work that takes longer than a request: an open page, an event stream.
/// Use cases check it in <see cref="Actor.Require"/>, so that the end of a session and a changed role take effect at once. Thread-safe.
/// </summary>
[SuppressMessage("Design",
    "CA1001", Justification = "A source without a timer holds no resources, and pages read the standing after its end.")]
public sealed class Standing
{
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _touch = new();
    private volatile int _role;
    private DateTimeOffset _lastSeenAt;

    /// <summary>Creates the standing of a session or token that is valid.</summary>
    public Standing(string id, Role role)
    {
        Id = id;
        _role = (int)role;
        Ended = _end.Token;
    }

    /// <summary>The identifier of the session or token.</summary>
    public string Id { get; }

    /// <summary>The role that it has now.</summary>
    public Role Role => (Role)_role;

    /// <summary>Cancelled when the session or token ends.</summary>
    public CancellationToken Ended { get; }

    /// <summary>Whether the session or token has ended.</summary>
    public bool HasEnded => Ended.IsCancellationRequested;

    /// <summary>The last time at which its owner used an open page; the default value if never.</summary>
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

    /// <summary>
    /// Called when a use case refuses its owner because of a missing right. Pages do not offer such actions, so a refusal can be an attack.
    /// </summary>
    public Action<Permission>? OnRefused { get; set; }

    /// <summary>Notes that its owner uses a page.</summary>
    public void Touch(DateTimeOffset now)
    {
        lock (_touch)
        {
            _lastSeenAt = now;
        }
    }

    /// <summary>Sets the role that it has from now on.</summary>
    internal void Change(Role role) => _role = (int)role;

    /// <summary>
    /// Marks it as ended before it returns. The callbacks of <see cref="Ended"/> run on other threads, so the caller does not wait for
    /// pages to close.
    /// </summary>
    internal void End() => _ = _end.CancelAsync();
}
