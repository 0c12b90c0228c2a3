using System.Reflection;
using System.Runtime.InteropServices;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace FleetPortal.Pki.Keys;

/// <summary>
/// The PKCS#11 libraries of vendors, each loaded once in the process, because unloading a library ends the sessions of all its users.
/// Bounded by the libraries in the settings. Thread-safe.
/// </summary>
internal static class Pkcs11Libraries
{
    private static readonly Pkcs11InteropFactories Factories = CreateFactories();
    private static readonly Dictionary<string, IPkcs11Library> Loaded = new(StringComparer.Ordinal);

    /// <summary>Returns the library at a path and loads it if necessary.</summary>
    public static IPkcs11Library Of(string path)
    {
        lock (Loaded)
        {
            if (!Loaded.TryGetValue(path, out var library))
            {
                library = Factories.Pkcs11LibraryFactory.LoadPkcs11Library(Factories, path, AppType.MultiThreaded);
                Loaded.Add(path, library);
            }

            return library;
        }
    }

    /// <summary>Unloads a library. The next use loads it again.</summary>
    public static void Forget(string path)
    {
        lock (Loaded)
        {
            if (Loaded.Remove(path, out var library))
            {
                library.Dispose();
            }
        }
    }

    private static Pkcs11InteropFactories CreateFactories()
    {
        // Pkcs11Interop loads "libdl". That name exists only on machines with development files.
        NativeLibrary.SetDllImportResolver(typeof(Pkcs11InteropFactories).Assembly, Resolve);
        return new Pkcs11InteropFactories();
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != "libdl")
        {
            return nint.Zero;
        }

        foreach (var candidate in (string[])["libdl.so.2", "libc.so.6", "libc.so"])
        {
            if (NativeLibrary.TryLoad(candidate, out var handle))
            {
                return handle;
            }
        }

        return nint.Zero;
    }
}
