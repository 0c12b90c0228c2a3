using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Audit;

/// <summary>Selects audit entries. All given values must match; null selects all.</summary>
/// <param name="Actor">The name of the actor, exactly.</param>
/// <param name="Action">An action such as <c>certificate.revoked</c>, or the first part of its name, such as <c>certificate</c>.</param>
/// <param name="Target">The name or identifier of the target, or the ThingName of the Thing that the entry belongs to, exactly.</param>
/// <param name="From">Only entries at or after this time.</param>
/// <param name="To">Only entries before this time.</param>
public sealed record AuditFilter(
    string? Actor = null, string? Action = null, string? Target = null, DateTimeOffset? From = null, DateTimeOffset? To = null)
{
    /// <summary>The maximum length of actor, action and target, in characters.</summary>
    public const int MaxText = 256;

    /// <summary>Throws if a text is too long.</summary>
    /// <exception cref="FleetError"><c>audit-filter-invalid</c>.</exception>
    public void Validate()
    {
        foreach (var (field, text) in new[] { ("actor", Actor), ("action", Action), ("target", Target) })
        {
            if (text?.Length > MaxText)
            {
                throw new FleetError(AuditErrors.FilterInvalid,
                    [new Fault(field, $"The filter {field} has at most {MaxText} characters.")]);
            }
        }
    }
}
