using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace FleetPortal.Pki.Keys;

/// <summary>Selects a PKCS#11 token and gives the PIN to log in.</summary>
/// <param name="Library">The path of the PKCS#11 library of the vendor.</param>
/// <param name="Label">The label of the token.</param>
/// <param name="Pin">The user PIN.</param>
public sealed record Pkcs11Options(string Library, string Label, string Pin);

/// <summary>
/// One PKCS#11 token. If the token has lost its session (power, network, a removed card), the next use opens a new one. Thread-safe.
/// </summary>
internal sealed class Pkcs11Token(Pkcs11Options options)
{
    // The codes of a lost session, card or connection. After any other code, a second try would fail in the same way.
    private static readonly HashSet<CKR> Gone =
    [
        CKR.CKR_SESSION_HANDLE_INVALID,
        CKR.CKR_SESSION_CLOSED, CKR.CKR_USER_NOT_LOGGED_IN, CKR.CKR_DEVICE_ERROR, CKR.CKR_DEVICE_REMOVED, CKR.CKR_TOKEN_NOT_PRESENT,
        CKR.CKR_TOKEN_NOT_RECOGNIZED, CKR.CKR_CRYPTOKI_NOT_INITIALIZED,
        CKR.CKR_GENERAL_ERROR, CKR.CKR_OBJECT_HANDLE_INVALID, CKR.CKR_KEY_HANDLE_INVALID, CKR.CKR_SLOT_ID_INVALID, CKR.CKR_FUNCTION_FAILED,
    ];

    private readonly Lock _lock = new();
    private ISession? _session;
    private string? _refused;

    /// <summary>
    /// Runs work with a logged-in session, one caller at a time. The work may be started up to three times, so it must not create anything.
    /// </summary>
    /// <exception cref="PkiException"><c>key-unavailable</c>: the token does not work.</exception>
    public T Use<T>(Func<ISession, T> work)
    {
        lock (_lock)
        {
            // Try the open session, then a new session, then a newly loaded library, which some tokens need after they were disconnected.
            return Try(work, () => Try(work, () =>
            {
                Pkcs11Libraries.Forget(options.Library);
                return Try(work, null);
            }));
        }
    }

    /// <summary>Like <see cref="Use{T}"/>, for work that must not be started twice. The session is tested first.</summary>
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
        new(PkiErrors.KeyUnavailable,
            $"The PKCS#11 token {options.Label} does not answer ({why}). Nothing was signed. Check the token and try again.", e);

    private void Forget()
    {
        try
        {
            _session?.CloseSession();
        }
        catch (Pkcs11Exception)
        {
            // The session is lost already.
        }

        _session = null;
    }

    private ISession Open()
    {
        // Try a wrong PIN only once, because most tokens lock after three failures.
        if (_refused is not null)
        {
            throw Unavailable(_refused);
        }

        var slot = Pkcs11Libraries.Of(options.Library)
            .GetSlotList(SlotsType.WithTokenPresent).FirstOrDefault(slot => slot.GetTokenInfo().Label.Trim() == options.Label)
            ?? throw new KeyNotFoundException($"there is no token {options.Label} in {options.Library}");
        var session = slot.OpenSession(SessionType.ReadWrite);
        try
        {
            session.Login(CKU.CKU_USER, options.Pin);
        }
        catch (Pkcs11Exception e) when (e.RV == CKR.CKR_USER_ALREADY_LOGGED_IN)
        {
            // A login is valid for the whole process; another session has logged in.
        }
        catch (Pkcs11Exception e)
        {
            session.CloseSession();
            _refused = e.RV is CKR.CKR_PIN_INCORRECT or CKR.CKR_PIN_INVALID
                or CKR.CKR_PIN_LEN_RANGE or CKR.CKR_PIN_EXPIRED or CKR.CKR_PIN_LOCKED ? $"it refuses the PIN: {e.RV}" : null;
            throw;
        }

        return session;
    }
}
