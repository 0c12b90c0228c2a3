using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Applications;

/// <summary>Reads rows of applications inside a transaction.</summary>
internal static class ApplicationRows
{
    /// <summary>Returns an application that is not deleted, with its principal.</summary>
    /// <param name="version">The version that the caller has read; null skips this check.</param>
    /// <exception cref="FleetError"><c>application-not-found</c>, <c>version-mismatch</c>.</exception>
    public static ApplicationRecord Find(WriteScope scope, string name, long? version)
    {
        var record = scope.Db.Set<ApplicationRecord>().Include(x => x.Principal)
            .SingleOrDefault(x => x.Principal!.Name == name && x.Principal.RetiredAt == null);
        if (record is null || record.Principal!.Name != name)
        {
            throw FleetError.NotFound(ApplicationErrors.NotFound, name);
        }

        return version is { } read && read != record.Principal.Version
            ? throw new FleetError(FleetErrorKind.VersionMismatch, CommonErrors.VersionMismatch,
                $"{name} has changed since you read it (version {record.Principal.Version}, not {read}). Read it again.")
            : record;
    }
}
