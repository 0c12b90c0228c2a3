namespace FleetPortal.Fleet.Detection;

/// <summary>The endpoints of a suspicion that can be told apart, in the order in which they appeared.</summary>
internal sealed class EndpointSides(IEnumerable<ClientEndpoint> known)
{
    private readonly List<ClientEndpoint> _sides = [.. known];

    /// <summary>The endpoints, at most <see cref="Suspicion.MaxEndpoints"/>.</summary>
    public IReadOnlyList<ClientEndpoint> All => _sides;

    /// <summary>
    /// Adds an endpoint, or gives its side the newest figures and keeps the time at which the side first appeared. Returns the index of the
    /// side; -1 if there is no room for another one.
    /// </summary>
    public int Add(ClientEndpoint endpoint)
    {
        var index = IndexOf(endpoint);
        if (index >= 0)
        {
            _sides[index] = endpoint with { ConnectedAt = _sides[index].ConnectedAt };
            return index;
        }

        if (_sides.Count == Suspicion.MaxEndpoints)
        {
            return -1;
        }

        _sides.Add(endpoint);
        return _sides.Count - 1;
    }

    /// <summary>Returns the index of the side of an endpoint; -1 if it is not among them.</summary>
    public int IndexOf(ClientEndpoint endpoint) => _sides.FindIndex(side => side.IsOneSideWith(endpoint));
}
