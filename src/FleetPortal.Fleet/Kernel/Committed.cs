namespace FleetPortal.Fleet.Kernel;

/// <summary>What a committed transaction answers, with the notes that it left for <see cref="IAfterCommit"/>.</summary>
internal readonly record struct Committed<T>(T Result, IReadOnlyCollection<object> Notes);
