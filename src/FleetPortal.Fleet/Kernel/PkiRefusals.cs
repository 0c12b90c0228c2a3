using FleetPortal.Pki;

namespace FleetPortal.Fleet.Kernel;

/// <summary>The one place where a <see cref="PkiException"/> becomes a <see cref="FleetError"/>.</summary>
public static class PkiRefusals
{
    /// <summary>Does something with what was handed in.</summary>
    /// <param name="field">Where it came from, as the API spells it.</param>
    internal static T Translate<T>(string field, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (PkiException e)
        {
            throw Of(e, field);
        }
    }

    /// <summary>
    /// The error of a refusal: unreadable input and a bad password are bad input, a key that does not answer is not available, the rest breaks a rule.
    /// </summary>
    /// <param name="field">Where the input came from, as the API spells it; null where it was no field.</param>
    public static FleetError Of(PkiException e, string? field = null)
    {
        ArgumentNullException.ThrowIfNull(e);
        return e.Code switch
        {
            PkiErrors.RequestUnreadable or PkiErrors.CertificateUnreadable or PkiErrors.Pkcs12Password when field is not null =>
                new FleetError(e.Code, [new Fault(field, e.Message)]),
            PkiErrors.KeyUnavailable => new FleetError(FleetErrorKind.Unavailable, e.Code, e.Message, e),
            _ => new FleetError(FleetErrorKind.Refused, e.Code, e.Message, e),
        };
    }
}
