using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Authentication;

/// <summary>
/// How many pages each person has open: connections of the pages' hub, with or without components in them. Bounded:
/// <see cref="MaxPerPerson"/> of one person and <see cref="MaxPages"/> in all; administrators are not held up by what others
/// have open. Thread-safe.
/// </summary>
public sealed class OpenPages
{
    /// <summary>The most pages of one person at a time: each holds memory on the server.</summary>
    public const int MaxPerPerson = 40;

    /// <summary>The most pages of all people at a time.</summary>
    public const int MaxPages = 1_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _open = new(StringComparer.Ordinal);
    private int _all;

    /// <summary>Takes a place if there is one.</summary>
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

    /// <summary>Whether another page would get a place.</summary>
    public bool HasRoomFor(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        lock (_lock)
        {
            return HasRoom(actor);
        }
    }

    /// <summary>Gives the place back.</summary>
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
