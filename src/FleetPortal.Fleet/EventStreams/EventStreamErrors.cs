using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.EventStreams;

/// <summary>The error codes of the event stream.</summary>
public static class EventStreamErrors
{
    /// <summary>Too many event streams are open. Close one first.</summary>
    [Error(FleetErrorKind.TooMany, FleetErrorKind.Unavailable)]
    public const string TooManyStreams = "too-many-streams";
}
