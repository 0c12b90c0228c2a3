namespace FleetPortal.Fleet.Detection;

/// <summary>Collects from a trail what a suspicion shows.</summary>
internal static class SuspicionEvidence
{
    /// <summary>The number of events that speak for a kind.</summary>
    public static int CountOf(Trail trail, string kind) => kind switch
    {
        FindingKinds.RefusedRepeatedly => trail.Refused.Count,
        FindingKinds.RetiredKeyUsed => trail.Refused.Count(refused => refused.RetiredAt is not null),
        FindingKinds.SharedKey => trail.SharedKeys.Count,
        FindingKinds.ImpossibleMove => trail.Visits.Count,
        FindingKinds.SharedCredential => trail.Takeovers.Count + trail.Refused.Count + trail.Proofs.Count,
        _ => trail.Takeovers.Count + trail.Refused.Count,
    };

    /// <summary>The endpoints that can be told apart, in the order in which they appeared.</summary>
    public static EndpointSides EndpointsOf(Trail trail, string kind)
    {
        var sides = new EndpointSides([]);
        foreach (var endpoint in kind switch
        {
            FindingKinds.RefusedRepeatedly => trail.Refused.Select(refused => refused.Endpoint),
            FindingKinds.ImpossibleMove => trail.Visits.Select(visit => visit.Endpoint),
            FindingKinds.RetiredKeyUsed => trail.Visits.Select(visit => visit.Endpoint)
                .Concat(trail.Refused.Where(refused => refused.RetiredAt is not null).Select(refused => refused.Endpoint)),
            FindingKinds.SharedKey => [],
            _ => trail.Takeovers.SelectMany(takeover => (ClientEndpoint[])[takeover.Old, takeover.New])
                .Concat(kind == FindingKinds.SharedCredential ? trail.Proofs.SelectMany(EndpointsOf) : [])
                .Concat(trail.Takeovers.Count == 0 && (trail.Proofs.Count == 0 || kind != FindingKinds.SharedCredential)
                    ? trail.Visits.Select(visit => visit.Endpoint) : [])
                .Concat(trail.Refused.Select(refused => refused.Endpoint)),
        })
        {
            sides.Add(endpoint);
        }

        return sides;
    }

    /// <summary>Who held the client identifier, from the first takeover within the window.</summary>
    public static IReadOnlyList<Holding> HoldingsOf(Trail trail, string kind, EndpointSides sides) =>
        kind is not (FindingKinds.SharedCredential or FindingKinds.ClientIdentifierConflict) || trail.Takeovers.Count == 0 ? [] :
        [
            new Holding(trail.Takeovers[0].Old.ConnectedAt, sides.IndexOf(trail.Takeovers[0].Old)),
            .. trail.Takeovers.Select(takeover => new Holding(takeover.At, sides.IndexOf(takeover.New))),
        ];

    private static IEnumerable<ClientEndpoint> EndpointsOf(ProofShown shown) =>
        shown.Other is { } other ? [other, shown.Endpoint] : [shown.Endpoint];
}
