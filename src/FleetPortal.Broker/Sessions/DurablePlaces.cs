namespace FleetPortal.Broker.Sessions;

/// <summary>
/// Counts the sessions that outlive their connection: all of them, and those of the instances of each application. Thread-safe.
/// </summary>
internal sealed class DurablePlaces(BrokerLimits limits)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _ofApplications = new(StringComparer.Ordinal);
    private int _all;

    /// <summary>Takes a place for a session; false if there is none.</summary>
    public bool TryTake(string clientId)
    {
        lock (_lock)
        {
            if (_all >= limits.DurableSessions || (ClientNames.ApplicationOf(clientId) is { } application
                && _ofApplications.GetValueOrDefault(application) >= limits.DurableSessionsPerApplication))
            {
                return false;
            }

            Add(clientId, 1);
            return true;
        }
    }

    /// <summary>Takes the place of a session that was stored before the limits applied.</summary>
    public void Take(string clientId)
    {
        lock (_lock)
        {
            Add(clientId, 1);
        }
    }

    /// <summary>Gives the place of a session back.</summary>
    public void Return(string clientId)
    {
        lock (_lock)
        {
            Add(clientId, -1);
        }
    }

    private void Add(string clientId, int places)
    {
        _all += places;
        if (ClientNames.ApplicationOf(clientId) is { } application)
        {
            var left = _ofApplications[application] = _ofApplications.GetValueOrDefault(application) + places;
            if (left == 0)
            {
                _ofApplications.Remove(application);
            }
        }
    }
}
