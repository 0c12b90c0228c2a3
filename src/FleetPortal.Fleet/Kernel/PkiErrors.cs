using FleetPortal.Pki;

namespace FleetPortal.Fleet.Kernel;

/// <summary>From what the PKI refuses to what the domain says: the one place where a <see cref="PkiException"/> becomes a <see cref="FleetError"/>.</summary>
internal static class PkiErrors
{
    /// <summary>Does something with what was handed in.</summary>
    /// <param name="field">Where it came from, as the API spells it.</param>
    public static T Translate<T>(string field, Func<T> work)
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

    /// <summary>The error of a refusal: unreadable input is bad input, a key that does not answer is not there now, the rest breaks a rule.</summary>
    public static FleetError Of(PkiException e, string? field = null) => e.Code switch
    {
        "request-unreadable" or "certificate-unreadable" when field is not null => new FleetError(e.Code, [new Fault(field, e.Message)]),
        "key-unavailable" => new FleetError(FleetErrorKind.Unavailable, e.Code, e.Message, e),
        _ => new FleetError(FleetErrorKind.Refused, e.Code, e.Message, e),
    };
}
