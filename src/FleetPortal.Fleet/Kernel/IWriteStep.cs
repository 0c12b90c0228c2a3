namespace FleetPortal.Fleet.Kernel;

/// <summary>
/// A step that a slice adds to a transaction of another slice, such as a change of a certificate's status. Each list of steps has its own
/// interface that derives from this one. The slice that runs the list declares it.
/// </summary>
internal interface IWriteStep;
