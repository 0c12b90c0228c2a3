using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Certificates;

/// <summary>Finds certificates by a pasted credential, fingerprint, serial number or name. See <see cref="PastedCredential"/>.</summary>
internal static class PastedSearch
{
    private const int FingerprintDigits = 64;

    /// <summary>Reads a search text. Null if it contains only ordinary words.</summary>
    /// <exception cref="FleetError"><c>query-private-key</c>: the text holds a private key, which is not stored; <c>query-invalid</c>: it
    /// cannot match anything, for the reason in the fault.</exception>
    public static PastedCredential? Read(string? text)
    {
        var pasted = PastedCredential.Read(text);
        if (pasted is { HoldsPrivateKey: true })
        {
            throw new FleetError(CertificateErrors.QueryPrivateKey,
                [new Fault("q", "The text holds a private key. Search with the certificate alone. The portal has not stored the text.")]);
        }

        return pasted is { Problem: { } problem } ? throw new FleetError(CommonErrors.QueryInvalid, [new Fault("q", problem)]) : pasted;
    }

    /// <summary>Selects the row keys of the certificates that the text may mean. Each spelling uses its own index.</summary>
    public static IQueryable<long> Certificates(FleetDbContext db, PastedCredential pasted)
    {
        var ids = pasted.Ids.Select(id => id.ToOctets()).ToList();
        var serials = pasted.SerialNumbers.Select(serial => serial.ToString()).ToList();
        var parts = new List<IQueryable<long>>();
        if (ids.Count > 0)
        {
            parts.Add(db.Set<CertificateRecord>().Where(x => ids.Contains(x.Id)).Select(x => x.Key));
        }

        if (serials.Count > 0)
        {
            parts.Add(db.Set<CertificateRecord>().Where(x => serials.Contains(x.SerialNumber)).Select(x => x.Key));
        }

        if (pasted.SerialNumberPart is { } serial)
        {
            // "g" sorts after every hexadecimal digit.
            var (from, to, end) = (serial.Beginning, serial.Beginning + "g", serial.End);
            parts.Add(db.Set<CertificateRecord>().Where(x => string.Compare(x.SerialNumber, from) >= 0
                && string.Compare(x.SerialNumber, to) < 0 && x.SerialNumber.EndsWith(end)).Select(x => x.Key));
        }

        if (pasted.FingerprintPart is { } fingerprint)
        {
            var (from, to) = (Convert.FromHexString(fingerprint.Beginning.PadRight(FingerprintDigits, '0')),
                Convert.FromHexString(fingerprint.Beginning.PadRight(FingerprintDigits, 'f')));
            var like = "%" + fingerprint.End;
            parts.Add(db.Database
                .SqlQuery<long>($"""SELECT "Key" AS Value FROM Certificates WHERE Id >= {from} AND Id <= {to} AND hex(Id) LIKE {like}"""));
        }

        if (pasted.Name is { } name)
        {
            parts.Add(db.Set<CertificateRecord>().Where(x => x.Thing!.Name == name).Select(x => x.Key));
        }

        return parts.Count == 0
            ? db.Set<CertificateRecord>().Where(_ => false).Select(x => x.Key) : parts.Aggregate((all, next) => all.Union(next));
    }
}
