using FleetPortal.Pki;

namespace FleetPortal.Fleet.Kernel;

/// <summary>Translates <see cref="PkiException"/> to <see cref="FleetError"/>.</summary>
public static class PkiRefusals
{
    /// <summary>Runs <paramref name="work"/> and translates its <see cref="PkiException"/>.</summary>
    /// <param name="field">The field with the input, as the API spells it.</param>
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
    /// Returns the error of an exception. Unreadable input and a wrong password are <see cref="FleetErrorKind.Invalid"/> if there is a
    /// field; a key store that does not answer is <see cref="FleetErrorKind.Unavailable"/>; everything else is
    /// <see cref="FleetErrorKind.Refused"/>.
    /// </summary>
    /// <param name="field">The field with the input, as the API spells it; null if the input was no field.</param>
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
