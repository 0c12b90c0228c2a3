using System.Collections.Concurrent;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Topics;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Applications;

/// <summary>
/// The members of the groups that rights of connected applications name, in memory. A group is loaded when the first application with such
/// a right connects, and follows every change of a Thing in this process after its commit. Bounded by <see cref="MaxMembers"/>; a group
/// beyond the bound is read from the table for each message. Thread-safe.
/// </summary>
internal sealed class GroupMembers(Registry registry) : AfterCommit<GroupChanges>, IGroupMembers, IRetirementFollower
{
    /// <summary>The maximum number of members of all groups together.</summary>
    public const int MaxMembers = 1_000_000;

    private static readonly Func<FleetDbContext, string, string, bool> IsMember = EF.CompileQuery(
        (FleetDbContext db, string group, string thingName) => db.Set<ThingRecord>()
            .Any(thing => thing.Name == thingName && db.Set<ThingGroupRecord>().Any(x => x.ThingKey == thing.Key && x.Name == group)));

    private readonly Lock _changing = new();
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, byte>> _groups = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public bool Contains(string group, string thingName)
    {
        if (_groups.TryGetValue(group, out var members))
        {
            return members.ContainsKey(thingName);
        }

        using var db = registry.Read();
        return IsMember(db, group, thingName);
    }

    /// <summary>Loads the groups that are not in memory yet. Changes wait meanwhile, so that none is lost.</summary>
    public void Load(IEnumerable<string> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        foreach (var group in groups.Where(group => !_groups.ContainsKey(group)))
        {
            lock (_changing)
            {
                var room = MaxMembers - _groups.Values.Sum(members => members.Count);
                using var db = registry.Read();
                var names = db.Things().Where(thing => thing.RetiredAt == null
                    && db.Set<ThingGroupRecord>().Where(x => x.Name == group).Select(x => x.ThingKey).Contains(thing.Key))
                    .Select(thing => thing.Name).Take(room + 1).ToList();
                if (names.Count <= room)
                {
                    _groups[group] = new ConcurrentDictionary<string, byte>(
                        names.Select(name => KeyValuePair.Create(name, default(byte))), StringComparer.Ordinal);
                }
            }
        }
    }

    /// <inheritdoc/>
    public Task ForgetAsync(string thingName)
    {
        lock (_changing)
        {
            Place(thingName, []);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override Task RunAsync(IReadOnlyList<GroupChanges> notes, long started)
    {
        lock (_changing)
        {
            foreach (var (thingName, groups) in notes.SelectMany(note => note.Things))
            {
                Place(thingName, groups);
            }
        }

        return Task.CompletedTask;
    }

    private void Place(string thingName, IReadOnlyCollection<string> groups)
    {
        foreach (var (group, members) in _groups)
        {
            if (!groups.Contains(group))
            {
                members.TryRemove(thingName, out _);
            }
            else if (members.TryAdd(thingName, default) && _groups.Values.Sum(one => one.Count) > MaxMembers)
            {
                // The table answers for this group from now on.
                _groups.TryRemove(group, out _);
            }
        }
    }
}
