using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Detection;

/// <summary>The trails of the principals. Beyond the maximum, the one that was quiet longest is forgotten.</summary>
internal sealed class Trails(int max)
{
    private readonly Dictionary<string, LinkedListNode<Trail>> _byName = new(StringComparer.Ordinal);
    private readonly LinkedList<Trail> _byLastEvent = [];

    /// <summary>The number of trails.</summary>
    public int Count => _byName.Count;

    /// <summary>Returns the trail of a principal; the first call creates it.</summary>
    public Trail Of(string principal, PrincipalKind kind)
    {
        if (_byName.TryGetValue(principal, out var node))
        {
            _byLastEvent.Remove(node);
        }
        else
        {
            if (_byName.Count == max)
            {
                _byName.Remove(_byLastEvent.First!.Value.Principal);
                _byLastEvent.RemoveFirst();
            }

            node = new LinkedListNode<Trail>(new Trail(principal, kind));
            _byName[principal] = node;
        }

        _byLastEvent.AddLast(node);
        return node.Value;
    }
}
