using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace FleetPortal.Pki.Keys;

/// <summary>Which token to use, and how to log in to it.</summary>
/// <param name="Library">The path of the vendor's PKCS#11 library.</param>
/// <param name="Label">The token's label.</param>
/// <param name="Pin">The user PIN.</param>
public sealed record Pkcs11Options(string Library, string Label, string Pin);

/// <summary>
/// One token behind a PKCS#11 library. A session that the module no longer knows (power, network, a card that was pulled)
/// is opened anew at the next use.
/// </summary>
internal sealed class Pkcs11Token(Pkcs11Options options)
{
    private readonly Lock _lock = new();
    private ISession? _session;

    /// <summary>Works with a session that is logged in; one caller at a time.</summary>
    /// <exception cref="PkiException"><c>key-unavailable</c>: the module does not answer as it should.</exception>
    public T Use<T>(Func<ISession, T> work)
    {
        lock (_lock)
        {
            // With the session that is open; with a new one; with the library initialised anew, as some need it after the module was gone.
            return Try(work, () => Try(work, () =>
            {
                Pkcs11Libraries.Forget(options.Library);
                return Try(work, null);
            }));
        }
    }

    private T Try<T>(Func<ISession, T> work, Func<T>? otherwise)
    {
        try
        {
            return work(_session ??= Open());
        }
        catch (Exception e)
        {
            Forget();
            return otherwise is not null ? otherwise() : throw e as PkiException ?? new PkiException("key-unavailable", $"The PKCS#11 token {options.Label} does not answer ({e.Message}). Nothing was signed; see to the module, and try again.", e);
        }
    }

    private void Forget()
    {
        try
        {
            _session?.CloseSession();
        }
        catch (Pkcs11Exception)
        {
            // It is gone already: that is why it is forgotten.
        }

        _session = null;
    }

    private ISession Open()
    {
        var slot = Pkcs11Libraries.Of(options.Library).GetSlotList(SlotsType.WithTokenPresent).FirstOrDefault(slot => slot.GetTokenInfo().Label.Trim() == options.Label)
            ?? throw new PkiException("key-unavailable", $"There is no PKCS#11 token {options.Label} in {options.Library}.");
        var session = slot.OpenSession(SessionType.ReadWrite);
        try
        {
            session.Login(CKU.CKU_USER, options.Pin);
        }
        catch (Pkcs11Exception e) when (e.RV == CKR.CKR_USER_ALREADY_LOGGED_IN)
        {
            // Logging in counts for the whole process: another session has done it.
        }

        return session;
    }
}
