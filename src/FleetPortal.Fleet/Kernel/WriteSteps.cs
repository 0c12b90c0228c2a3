using System.Collections.Concurrent;

namespace FleetPortal.Fleet.Kernel;

/// <summary>All registered <see cref="IWriteStep"/>s, grouped by the list that they belong to.</summary>
internal sealed class WriteSteps(IReadOnlyList<IWriteStep> all)
{
    private readonly ConcurrentDictionary<Type, object> _lists = new();

    /// <summary>The steps of one list, in the order of their registration.</summary>
    public IReadOnlyList<TStep> Of<TStep>() where TStep : class, IWriteStep =>
        (TStep[])_lists.GetOrAdd(typeof(TStep), static (_, steps) => steps.OfType<TStep>().ToArray(), all);
}
