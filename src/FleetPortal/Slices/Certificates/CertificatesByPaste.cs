using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Pki.Text;

namespace FleetPortal.Slices.Certificates;

/// <summary>Finds certificates in the palette, by a serial number, a fingerprint or a certificate in any spelling.</summary>
internal sealed class CertificatesByPaste(CertificateQueries certificates) : IPaletteSource
{
    private const int ShownDigits = 8;

    /// <inheritdoc/>
    public int Order => PaletteOrder.Certificates;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PaletteHit>> FindAsync(PaletteQuery query, CancellationToken cancellationToken)
    {
        // Search certificates only if the text can be a serial number, a fingerprint or a PEM.
        if (PastedCredential.Read(query.Text) is null)
        {
            return [];
        }

        var found = await certificates.ListAsync(new CertificateQuery(Text: query.Text),
            0, IPaletteSource.MaxHits, query.Actor, cancellationToken);
        return
        [
            .. found.Items.Where(certificate => query.Found.All(hit => hit.Thing?.Name != certificate.ThingName))
                .Select(certificate => new PaletteHit(
                FleetIcons.Certificates, certificate.ThingName,
                $"by certificate {Short(certificate.SerialNumber)}", $"things/{Uri.EscapeDataString(certificate.ThingName)}")),
        ];
    }

    private static string Short(string hex) => hex.Length <= ShownDigits ? hex : hex[..ShownDigits] + "…";
}
