namespace FleetPortal.Fleet.Kernel;

/// <summary>Puts a constant into the catalogue of audit actions. The page <c>src/docs/events.md</c> is made from it.</summary>
/// <param name="targetKind">What the entry is about: one of <see cref="AuditTargets"/>.</param>
/// <param name="label">The action as a sentence without its subject: "Issued a certificate".</param>
[AttributeUsage(AttributeTargets.Field)]
public sealed class AuditActionAttribute(string targetKind, string label) : Attribute
{
    /// <summary>The kind of the target: one of <see cref="AuditTargets"/>.</summary>
    public string TargetKind { get; } = targetKind;

    /// <summary>The sentence that people read.</summary>
    public string Label { get; } = label;
}
