namespace FleetPortal.Broker.Admission;

/// <summary>
/// Connections that are not admitted yet, by stage and in the order of their acceptance. Bounded by the limits of the budget.
/// </summary>
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

    /// <summary>
    /// The connection to close when there is no room: the oldest that has sent nothing, else the oldest that was accepted before
    /// <paramref name="acceptedBefore"/>; null if there is none.
    /// </summary>
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
