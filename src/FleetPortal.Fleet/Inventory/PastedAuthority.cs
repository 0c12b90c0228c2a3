using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Inventory;

/// <summary>Finds authorities by a pasted fingerprint, serial number, certificate or name; see <see cref="PastedCredential"/>.</summary>
internal static class PastedAuthority
{
    /// <summary>Returns whether the pasted text can mean the certificate of the authority.</summary>
    public static bool Means(PastedCredential pasted, AuthorityView authority)
    {
        var (id, serial) = (CertificateId.Of(authority.Der), SerialNumber.OfCertificate(authority.Der));
        return pasted.Ids.Contains(id) || pasted.SerialNumbers.Contains(serial)
            || Has(pasted.FingerprintPart, id.ToString()) || Has(pasted.SerialNumberPart, serial.ToString())
            || (pasted.Name is { } name && authority.Name.Contains(name, StringComparison.OrdinalIgnoreCase));
    }

    private static bool Has(HexPart? part, string hex) => part is not null
        && hex.StartsWith(part.Beginning, StringComparison.Ordinal) && hex.EndsWith(part.End, StringComparison.Ordinal);
}
