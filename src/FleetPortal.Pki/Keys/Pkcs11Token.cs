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
    // What a module says whose session, card or connection is gone; anything else would be the same the next time.
    private static readonly HashSet<CKR> Gone =
    [
        CKR.CKR_SESSION_HANDLE_INVALID, CKR.CKR_SESSION_CLOSED, CKR.CKR_USER_NOT_LOGGED_IN, CKR.CKR_DEVICE_ERROR, CKR.CKR_DEVICE_REMOVED, CKR.CKR_TOKEN_NOT_PRESENT,
        CKR.CKR_TOKEN_NOT_RECOGNIZED, CKR.CKR_CRYPTOKI_NOT_INITIALIZED, CKR.CKR_GENERAL_ERROR, CKR.CKR_OBJECT_HANDLE_INVALID, CKR.CKR_KEY_HANDLE_INVALID, CKR.CKR_SLOT_ID_INVALID, CKR.CKR_FUNCTION_FAILED,
    ];

    private readonly Lock _lock = new();
    private ISession? _session;
    private string? _refused;

    /// <summary>Works with a session that is logged in; one caller at a time. The work may be begun up to three times, so it makes nothing.</summary>
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

    /// <summary>The same for work that must not be begun twice; the session is proven to live first.</summary>
    public T UseOnce<T>(Func<ISession, T> work)
    {
        lock (_lock)
        {
            Use(session => session.GetSessionInfo().SlotId);
            return Try(work, null);
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
            return otherwise is not null && MayBeGone(e) ? otherwise() : throw e as PkiException ?? Unavailable(e.Message, e);
        }
    }

    private static bool MayBeGone(Exception e) => e is Pkcs11Exception { RV: var code } ? Gone.Contains(code) : e is KeyNotFoundException;

    private PkiException Unavailable(string why, Exception? e = null) =>
        new(PkiErrors.KeyUnavailable, $"The PKCS#11 token {options.Label} does not answer ({why}). Nothing was signed; see to the module, and try again.", e);

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
        // A wrong PIN is tried once: most tokens lock after the third.
        if (_refused is not null)
        {
            throw Unavailable(_refused);
        }

        var slot = Pkcs11Libraries.Of(options.Library).GetSlotList(SlotsType.WithTokenPresent).FirstOrDefault(slot => slot.GetTokenInfo().Label.Trim() == options.Label)
            ?? throw new KeyNotFoundException($"there is no token {options.Label} in {options.Library}");
        var session = slot.OpenSession(SessionType.ReadWrite);
        try
        {
            session.Login(CKU.CKU_USER, options.Pin);
        }
        catch (Pkcs11Exception e) when (e.RV == CKR.CKR_USER_ALREADY_LOGGED_IN)
        {
            // Logging in counts for the whole process: another session has done it.
        }
        catch (Pkcs11Exception e)
        {
            session.CloseSession();
            _refused = e.RV is CKR.CKR_PIN_INCORRECT or CKR.CKR_PIN_INVALID or CKR.CKR_PIN_LEN_RANGE or CKR.CKR_PIN_EXPIRED or CKR.CKR_PIN_LOCKED ? $"it refuses the PIN: {e.RV}" : null;
            throw;
        }

        return session;
    }
}
