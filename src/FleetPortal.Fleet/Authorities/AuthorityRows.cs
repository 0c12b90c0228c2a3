using System.Globalization;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Authorities;

/// <summary>Finds and changes rows of authorities inside a transaction.</summary>
internal static class AuthorityRows
{
    private const int MaxName = 64;

    /// <summary>Returns the row of an authority.</summary>
    /// <exception cref="FleetError"><c>authority-not-found</c>.</exception>
    public static AuthorityRecord Find(WriteScope scope, string id) => scope.Db.Set<AuthorityRecord>().SingleOrDefault(x => x.Id == id)
        ?? throw FleetError.NotFound(AuthorityErrors.NotFound, id);

    /// <summary>
    /// Checks the name of an authority: 1 to 64 visible characters, as long as a common name may be (ub-common-name, RFC 5280 appendix
    /// A.1).
    /// </summary>
    /// <exception cref="FleetError"><c>authority-invalid</c>.</exception>
    public static string Name(string? text, string field)
    {
        var name = text?.Trim() ?? "";

        // RFC 4514 §2.4 reads "#" at the beginning as hexadecimal and a backslash as an escape. The library that encodes the name does the
        // same.
        return name.Length is > 0 and <= MaxName && !NameRules.HasHiddenCharacters(name) && name[0] is not ('#' or '\\')
            ? name
            : throw new FleetError(AuthorityErrors.Invalid,
                [new Fault(field, $"A name has 1 to {MaxName} visible characters and does not begin with # or a backslash.")]);
    }

    /// <summary>Returns the next free identifier of a kind, such as <c>issuing-2</c>.</summary>
    public static string NextId(FleetDbContext db, AuthorityKind kind)
    {
        var prefix = kind switch { AuthorityKind.Issuing => "issuing-", AuthorityKind.Intermediate => "intermediate-", _ => "registered-" };

        // Identifiers of discarded authorities are not used again, because audit entries name them.
        var gone = db.Set<AuditRecord>()
            .Where(x => x.TargetKind == AuditTargets.Authority && x.Action == AuthorityActions.Discarded).Select(x => x.Target);
        var numbers = db.Set<AuthorityRecord>().Select(x => x.Id).Concat(gone).AsEnumerable().Where(id => id.StartsWith(prefix,
            StringComparison.Ordinal)).Select(id => int.Parse(id.AsSpan(prefix.Length), CultureInfo.InvariantCulture));
        return prefix + (numbers.DefaultIfEmpty().Max() + 1).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Changes the status of an authority. The registry runs the effects after the commit.</summary>
    public static void SetStatus(WriteScope scope, AuthorityRecord authority, AuthorityStatus status, Actor actor)
    {
        authority.Status = status;
        authority.StatusChangedAt = scope.Now;
        authority.StatusChangedBy = actor.Name;
        authority.SessionClosed = authority.ReconnectRefused = authority.Crl = null;
        authority.Version++;
        scope.Note<AuthorityChanges>().Add(authority);
    }
}
