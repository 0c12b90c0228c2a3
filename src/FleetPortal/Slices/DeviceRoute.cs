namespace FleetPortal.Slices;

/// <summary>
/// Where devices and their tools talk to a slice over HTTP. Slices register theirs as services. The separation of the listeners, the check of host
/// names and the format of errors read the one list of them, <see cref="DeviceRoutes"/>.
/// </summary>
/// <param name="Path">The first segments of the addresses, such as <c>/.well-known/est</c>.</param>
public sealed record DeviceRoute(string Path)
{
    /// <summary>
    /// Whether the addresses answer on the listener of devices alone. Otherwise they answer on the listener of the portal alone, by any host name,
    /// because certificates name them.
    /// </summary>
    public bool OnDevicesListener { get; init; }

    /// <summary>Whether errors are <c>application/problem+json</c>. Otherwise they have no body, or are pages.</summary>
    public bool AnswersProblems { get; init; } = true;

    /// <summary>The <c>WWW-Authenticate</c> of a 401 (RFC 9110 §11.6.1); null where nobody signs in.</summary>
    public string? Challenge { get; init; }

    /// <summary>What a device is told that proves no identity; null takes the words of the API.</summary>
    public string? Unauthenticated { get; init; }

    /// <summary>What a device is told whose Content-Type is not supported; null takes the words of the API.</summary>
    public string? MediaType { get; init; }

    /// <summary>Whether a 429 closes the connection, so that the next try costs a handshake.</summary>
    public bool ClosesAfterTooMany { get; init; }
}
