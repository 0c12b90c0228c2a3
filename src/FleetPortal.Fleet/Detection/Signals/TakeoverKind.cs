namespace FleetPortal.Fleet.Detection.Signals;

/// <summary>Which kind of finding takeovers speak for.</summary>
internal static class TakeoverKind
{
    /// <summary>
    /// Returns a shared credential if two endpoints that can be told apart used one certificate. Otherwise two clients of one device, or
    /// two certificates of one Thing, are in conflict.
    /// </summary>
    public static string Of(Trail trail) => trail.Takeovers.Any(takeover => takeover is { IsOneCertificate: true, IsDistinct: true })
        ? FindingKinds.SharedCredential : FindingKinds.ClientIdentifierConflict;
}
