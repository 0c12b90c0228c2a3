using System.Globalization;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Authorities;

/// <summary>Rows of authorities, as use cases look for them.</summary>
internal static class AuthorityRows
{
    private const int MaxName = 64;

    public static AuthorityRecord Find(WriteScope scope, string id) => scope.Db.Set<AuthorityRecord>().SingleOrDefault(x => x.Id == id) ?? throw FleetError.NotFound(AuthorityErrors.NotFound, id);

    /// <summary>A name that people give: as long as a common name may be (ub-common-name, RFC 5280 appendix A.1).</summary>
    public static string Name(string? text, string field)
    {
        var name = text?.Trim() ?? "";

        // RFC 4514 §2.4 reads "#" at the beginning as hexadecimal and a backslash as an escape, and so does who encodes the name.
        return name.Length is > 0 and <= MaxName && !NameRules.HasHiddenCharacters(name) && name[0] is not ('#' or '\\')
            ? name
            : throw new FleetError(AuthorityErrors.Invalid, [new Fault(field, $"A name has 1 to {MaxName} visible characters and does not begin with # or a backslash.")]);
    }

    /// <summary>The next free identifier of a kind: <c>issuing-2</c>.</summary>
    public static string NextId(FleetDbContext db, AuthorityKind kind)
    {
        var prefix = kind switch { AuthorityKind.Issuing => "issuing-", AuthorityKind.Intermediate => "intermediate-", _ => "registered-" };

        // Also of those that were discarded: the audit still speaks of them.
        var gone = db.Set<AuditRecord>().Where(x => x.TargetKind == AuditTargets.Authority && x.Action == AuthorityActions.Discarded).Select(x => x.Target);
        var numbers = db.Set<AuthorityRecord>().Select(x => x.Id).Concat(gone).AsEnumerable().Where(id => id.StartsWith(prefix, StringComparison.Ordinal)).Select(id => int.Parse(id.AsSpan(prefix.Length), CultureInfo.InvariantCulture));
        return prefix + (numbers.DefaultIfEmpty().Max() + 1).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Moves to a status. The registry carries out the effects after the commit.</summary>
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
