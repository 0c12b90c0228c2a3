using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Topics;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Applications;

/// <summary>Reads what the decider needs of an application.</summary>
public sealed class ApplicationAccess
{
    private static readonly Func<FleetDbContext, string, Stored?> FindStored = EF.CompileQuery((FleetDbContext db, string name) =>
        db.Set<ApplicationRecord>().Where(x => x.Principal!.Name == name)
            .Select(x => new Stored(x.Hears, x.Publishes, x.MaxConnections)).SingleOrDefault());

    private readonly GroupMembers _groups;

    internal ApplicationAccess(GroupMembers groups) => _groups = groups;

    /// <summary>
    /// Returns the policy of an application and how many connections it may have; null if there is no such application. Loads the groups
    /// that its rights name.
    /// </summary>
    internal (TopicPolicy Policy, int MaxConnections)? Find(FleetDbContext db, string name)
    {
        if (FindStored(db, name) is not { } stored)
        {
            return null;
        }

        var rights = ApplicationDetails.Rights(name, stored.Hears, stored.Publishes);
        _groups.Load(rights.Groups);
        return (new ApplicationTopicPolicy(name, rights, _groups), stored.MaxConnections);
    }

    private sealed record Stored(string Hears, string Publishes, int MaxConnections);
}
