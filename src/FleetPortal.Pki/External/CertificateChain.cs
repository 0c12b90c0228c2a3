using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FleetPortal.Pki.Chains;

namespace FleetPortal.Pki.External;

/// <summary>The authorities that an import brings along beside the certificate.</summary>
public static class CertificateChain
{
    private const int MaxLength = 64 * 1024;

    /// <summary>Reads every certificate of a PEM text, in its order. What stands between them is passed over.</summary>
    /// <param name="pem">At most 64 KiB; empty gives none.</param>
    /// <param name="leafDer">The certificate itself, which files often carry too: it is left out.</param>
    /// <exception cref="PkiException"><c>chain-unreadable</c>, <c>chain-too-long</c>.</exception>
    public static IReadOnlyList<byte[]> ReadPem(string? pem, byte[] leafDer)
    {
        if (string.IsNullOrWhiteSpace(pem))
        {
            return [];
        }

        if (pem.Length > MaxLength)
        {
            throw new PkiException(PkiErrors.ChainTooLong, $"The chain is longer than {MaxLength} characters.");
        }

        var read = new X509Certificate2Collection();
        try
        {
            read.ImportFromPem(pem);
            var chain = read.Select(one => one.RawData).Where(der => !der.AsSpan().SequenceEqual(leafDer)).ToList();
            return chain.Count <= TrustAnchors.MaxSent ? chain : throw new PkiException(PkiErrors.ChainTooLong, $"The chain has {chain.Count} certificates; at most {TrustAnchors.MaxSent} are read.");
        }
        catch (CryptographicException e)
        {
            throw new PkiException(PkiErrors.ChainUnreadable, "The chain holds something that is not a certificate in PEM.", e);
        }
        finally
        {
            foreach (var one in read)
            {
                one.Dispose();
            }
        }
    }
}
