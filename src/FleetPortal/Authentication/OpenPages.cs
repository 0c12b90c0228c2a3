using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Authentication;

/// <summary>
/// Counts the open pages of each person, that is, the connections to the Blazor hub. At most <see cref="MaxPerPerson"/> for one person and
/// <see cref="MaxPages"/> in all. The second limit does not apply to administrators. Thread-safe.
/// </summary>
public sealed class OpenPages
{
    /// <summary>The largest number of open pages of one person. Each open page uses memory on the server.</summary>
    public const int MaxPerPerson = 40;

    /// <summary>The largest number of open pages of all people together.</summary>
    public const int MaxPages = 1_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _open = new(StringComparer.Ordinal);
    private int _all;

    /// <summary>
    /// Counts one more page of the actor. Returns false if a limit is reached. Call <see cref="Leave"/> when the page closes.
    /// </summary>
    public bool TryEnter(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        lock (_lock)
        {
            if (!HasRoom(actor))
            {
                return false;
            }

            _open[actor.Key] = _open.GetValueOrDefault(actor.Key) + 1;
            _all++;
            return true;
        }
    }

    /// <summary>Returns whether the actor may open another page now.</summary>
    public bool HasRoomFor(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        lock (_lock)
        {
            return HasRoom(actor);
        }
    }

    /// <summary>Counts one page of the actor less, because it was closed.</summary>
    public void Leave(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        lock (_lock)
        {
            _all--;
            if (--_open[actor.Key] == 0)
            {
                _open.Remove(actor.Key);
            }
        }
    }

    private bool HasRoom(Actor actor) =>
        _open.GetValueOrDefault(actor.Key) < MaxPerPerson && (_all < MaxPages || actor.CurrentRole == Role.Administrator);
}
