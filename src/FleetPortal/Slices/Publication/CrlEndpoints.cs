using System.Globalization;
using FleetPortal.Fleet.Publication;
using FleetPortal.Pki.Revocation;

namespace FleetPortal.Slices.Publication;

/// <summary>Serves CRLs over HTTP (RFC 5280 §4.2.1.13).</summary>
internal static class CrlEndpoints
{
    private const string CrlType = "application/pkix-crl";

    /// <summary>
    /// Answers with a CRL in DER. The name <c>issuing-1</c> is the complete CRL of the authority, <c>issuing-1-0</c> is its first part.
    /// </summary>
    public static async Task<IResult> CrlAsync(
        string name, CrlPublisher parts, CompleteCrl complete, DeviceFiles files, HttpContext context, CancellationToken cancellationToken)
    {
        var dash = name.LastIndexOf('-');
        var der = await complete.FindAsync(name, cancellationToken)
            ?? (dash > 0 && int.TryParse(name.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var shard)
                ? await parts.FindAsync(name[..dash], shard, cancellationToken) : null);
        return der is null ? Results.NotFound() : files.Answer(context, der, CrlType, DeviceFiles.OfStatus, CrlReader.NextUpdateOf(der));
    }
}
