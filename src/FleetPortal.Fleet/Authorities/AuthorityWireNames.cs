using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Authorities;

/// <summary>The kinds and states of authorities as the API spells them.</summary>
public static class AuthorityWireNames
{
    /// <summary>Returns <c>active</c>, <c>pendingProof</c>, <c>disabled</c> or <c>retired</c>.</summary>
    public static string ToWire(this AuthorityStatus status) => EnumName.ToWire(status);

    /// <summary>Returns <c>root</c>, <c>issuing</c>, <c>registered</c> or <c>intermediate</c>.</summary>
    public static string ToWire(this AuthorityKind kind) => EnumName.ToWire(kind);
}
