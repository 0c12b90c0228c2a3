namespace FleetPortal.Broker.Admission;

/// <summary>Connections that are not let in, by stage and in the order in which they came. Bounded by the budget's limits.</summary>
internal sealed class PendingConnections(Func<ConnectionSlot, LinkedListNode<ConnectionSlot>> nodeOf)
{
    private readonly LinkedList<ConnectionSlot>[] _stages = [new(), new(), new()];

    public int Count { get; private set; }

    public void Add(ConnectionSlot slot)
    {
        _stages[(int)slot.Stage].AddLast(nodeOf(slot));
        Count++;
    }

    public void Remove(ConnectionSlot slot)
    {
        var node = nodeOf(slot);
        if (node.List is { } list)
        {
            list.Remove(node);
            Count--;
        }
    }

    /// <summary>The one to close where there is no room: of those that have sent nothing the oldest, else the oldest that came before <paramref name="acceptedBefore"/>; null where there is none.</summary>
    public ConnectionSlot? Victim(long acceptedBefore)
    {
        foreach (var stage in _stages)
        {
            if (stage.First?.Value is { } oldest && (oldest.Stage == AdmissionStage.Silent || oldest.AcceptedAt <= acceptedBefore))
            {
                return oldest;
            }
        }

        return null;
    }
}
