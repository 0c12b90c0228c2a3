namespace FleetPortal.Fleet.Kernel;

/// <summary>The result of a committed transaction.</summary>
/// <param name="Result">The value that the work returned.</param>
/// <param name="Notes">The notes that the transaction left for <see cref="IAfterCommit"/>.</param>
internal readonly record struct Committed<T>(T Result, IReadOnlyCollection<object> Notes);
