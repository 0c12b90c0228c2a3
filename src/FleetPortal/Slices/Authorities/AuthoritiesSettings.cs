using FleetPortal.Configuration;
using static FleetPortal.Configuration.Setting;

namespace FleetPortal.Slices.Authorities;

/// <summary>The settings of the slice Authorities.</summary>
internal static class AuthoritiesSettings
{
    /// <summary>The settings with defaults, limits and meanings.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        Text("Keys:Store", "File", null, "File or Pkcs11", "Where the keys of the first authorities are created."),
        Text("Keys:Pkcs11:Library", null, "none", "the path of a library", "The PKCS#11 library of a token for keys of authorities."),
        Text("Keys:Pkcs11:Token", null, "none", "a text", "The label of the token."),
        Text("Keys:Pkcs11:Pin", null, "none", "a text", "The PIN of the token."),
        Text("Keys:Pkcs11:PinFile", null, "none", "the path of a file", "A file that contains the PIN, instead of Keys:Pkcs11:Pin."),
        Flag("Crls:Fetch", "false", null, "Fetch the CRLs of registered authorities from the addresses that their certificates name."),
        Flag("Crls:FetchFromPrivateAddresses", "false", null, "Fetch CRLs also from loopback, private and link-local addresses."),
    ];
}
