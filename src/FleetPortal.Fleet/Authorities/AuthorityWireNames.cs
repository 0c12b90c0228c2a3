using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Authorities;

/// <summary>The kinds and states of authorities as the API spells them.</summary>
public static class AuthorityWireNames
{
    /// <summary>Returns <c>active</c>, <c>pendingProof</c>, <c>disabled</c> or <c>retired</c>.</summary>
    public static string ToWire(this AuthorityStatus status) => Camel(status.ToString());

    /// <summary>Returns <c>root</c>, <c>issuing</c>, <c>registered</c> or <c>intermediate</c>.</summary>
    public static string ToWire(this AuthorityKind kind) => Camel(kind.ToString());

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
