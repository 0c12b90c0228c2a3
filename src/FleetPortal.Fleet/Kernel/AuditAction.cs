namespace FleetPortal.Fleet.Kernel;

/// <summary>An entry of the catalogue of audit actions.</summary>
/// <param name="Name">The stable name, such as <c>certificate.issued</c>.</param>
/// <param name="TargetKind">What the entry is about: one of <see cref="AuditTargets"/>.</param>
/// <param name="Label">The action as a sentence without its subject: "Issued a certificate".</param>
public sealed record AuditAction(string Name, string TargetKind, string Label)
{
    /// <summary>The type of the event that the entry becomes on <c>GET /api/v1/events</c>.</summary>
    public string Event => Name;
}
