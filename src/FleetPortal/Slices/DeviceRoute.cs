namespace FleetPortal.Slices;

/// <summary>
/// A path below which devices call a slice over HTTP. Slices register their routes as services. The separation of the listeners, the check
/// of host names and the format of errors use the list <see cref="DeviceRoutes"/>.
/// </summary>
/// <param name="Path">The first segments of the path, such as <c>/.well-known/est</c>.</param>
public sealed record DeviceRoute(string Path)
{
    /// <summary>
    /// Whether the paths are served only on the devices' listener. Otherwise they are served only on the portal's listener and with any
    /// host name, because certificates contain these addresses.
    /// </summary>
    public bool OnDevicesListener { get; init; }

    /// <summary>Whether errors are <c>application/problem+json</c>. Otherwise they have no body, or are pages.</summary>
    public bool AnswersProblems { get; init; } = true;

    /// <summary>The header <c>WWW-Authenticate</c> of a 401 (RFC 9110 §11.6.1); null if the paths need no authentication.</summary>
    public string? Challenge { get; init; }

    /// <summary>The message of a 401; null takes the message of the API.</summary>
    public string? Unauthenticated { get; init; }

    /// <summary>The message of a 415; null takes the message of the API.</summary>
    public string? MediaType { get; init; }

    /// <summary>Whether a 429 closes the connection, so that the next attempt needs a new TLS handshake.</summary>
    public bool ClosesAfterTooMany { get; init; }
}
