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
/// is opened anew at the next use. The library is loaded once in a process and stays: unloading it would end everybody's sessions.
/// </summary>
internal sealed class Pkcs11Token(Pkcs11Options options)
{
    private static readonly Pkcs11InteropFactories Factories = new();

    // Bounded by the libraries that the settings name.
    private static readonly Dictionary<string, IPkcs11Library> Libraries = new(StringComparer.Ordinal);

    private readonly Lock _lock = new();
    private ISession? _session;

    /// <summary>Works with a session that is logged in; one caller at a time.</summary>
    /// <exception cref="PkiException"><c>key-unavailable</c>: the module does not answer as it should.</exception>
    public T Use<T>(Func<ISession, T> work)
    {
        lock (_lock)
        {
            var fresh = _session is null;
            try
            {
                return work(_session ??= Open());
            }
            catch (Pkcs11Exception) when (!fresh)
            {
                Forget();
                return UseFresh(work);
            }
            catch (Exception e) when (e is not PkiException)
            {
                throw Unavailable(e);
            }
        }
    }

    private T UseFresh<T>(Func<ISession, T> work)
    {
        try
        {
            return work(_session = Open());
        }
        catch (Exception e) when (e is not PkiException)
        {
            throw Unavailable(e);
        }
    }

    private PkiException Unavailable(Exception e)
    {
        Forget();
        return new PkiException("key-unavailable", $"The PKCS#11 token {options.Label} does not answer ({e.Message}). Nothing was signed; see to the module, and try again.", e);
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
        var slot = Library().GetSlotList(SlotsType.WithTokenPresent).FirstOrDefault(slot => slot.GetTokenInfo().Label.Trim() == options.Label)
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

    private IPkcs11Library Library()
    {
        lock (Libraries)
        {
            if (!Libraries.TryGetValue(options.Library, out var library))
            {
                library = Factories.Pkcs11LibraryFactory.LoadPkcs11Library(Factories, options.Library, AppType.MultiThreaded);
                Libraries.Add(options.Library, library);
            }

            return library;
        }
    }
}
