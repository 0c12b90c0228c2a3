using FleetPortal.Fleet.Certificates;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Connections;

/// <summary>Finds which certificates of open connections are among the rows of a query, several hundred with one query.</summary>
internal static class LiveCertificates
{
    private const int Chunk = 500;

    /// <summary>Returns the identifiers of <paramref name="shown"/> that are among <paramref name="rows"/>.</summary>
    public static async Task<HashSet<CertificateId>> AmongAsync(
        IEnumerable<CertificateId> shown, IQueryable<CertificateRecord> rows, CancellationToken cancellationToken)
    {
        var found = new HashSet<CertificateId>();
        foreach (var chunk in shown.Chunk(Chunk))
        {
            var ids = chunk.Select(id => id.ToOctets()).ToList();
            found.UnionWith((await rows.Where(x => ids.Contains(x.Id)).Select(x => x.Id).ToListAsync(cancellationToken))
                .Select(id => CertificateId.FromOctets(id)));
        }

        return found;
    }
}
