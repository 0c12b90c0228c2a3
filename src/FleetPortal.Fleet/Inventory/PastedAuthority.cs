using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Inventory;

/// <summary>Finds authorities by what people paste: see <see cref="PastedCredential"/>.</summary>
internal static class PastedAuthority
{
    /// <summary>Whether it may mean the certificate of an authority.</summary>
    public static bool Means(PastedCredential pasted, AuthorityView authority)
    {
        var (id, serial) = (CertificateId.Of(authority.Der), SerialNumber.OfCertificate(authority.Der));
        return pasted.Ids.Contains(id) || pasted.SerialNumbers.Contains(serial) || Has(pasted.FingerprintPart, id.ToString()) || Has(pasted.SerialNumberPart, serial.ToString())
            || (pasted.Name is { } name && authority.Name.Contains(name, StringComparison.OrdinalIgnoreCase));
    }

    private static bool Has(HexPart? part, string hex) => part is not null && hex.StartsWith(part.Beginning, StringComparison.Ordinal) && hex.EndsWith(part.End, StringComparison.Ordinal);
}
