using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Audit;

/// <summary>Which entries of the audit to read. A part that is null does not filter.</summary>
/// <param name="Actor">The name of the actor, exactly.</param>
/// <param name="Action">An action such as <c>certificate.revoked</c>, or the first part of several, such as <c>certificate</c>.</param>
/// <param name="Target">The name or identifier of the target, or the ThingName of the Thing that the entry belongs to, exactly.</param>
/// <param name="From">The first moment.</param>
/// <param name="To">The moment after the last one.</param>
public sealed record AuditFilter(string? Actor = null, string? Action = null, string? Target = null, DateTimeOffset? From = null, DateTimeOffset? To = null)
{
    /// <summary>The longest text of a part, in characters.</summary>
    public const int MaxText = 256;

    /// <summary>Checks the lengths.</summary>
    /// <exception cref="FleetError"><c>audit-filter-invalid</c>.</exception>
    public void Validate()
    {
        foreach (var (field, text) in new[] { ("actor", Actor), ("action", Action), ("target", Target) })
        {
            if (text?.Length > MaxText)
            {
                throw new FleetError(AuditErrors.FilterInvalid, [new Fault(field, $"At most {MaxText} characters.")]);
            }
        }
    }
}
