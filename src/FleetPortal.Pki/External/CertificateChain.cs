using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FleetPortal.Pki.Chains;

namespace FleetPortal.Pki.External;

/// <summary>Reads the intermediate authorities that an import contains besides the certificate.</summary>
public static class CertificateChain
{
    private const int MaxLength = 64 * 1024;

    /// <summary>Returns every certificate of a PEM text in DER, in the order of the text. Other text is ignored.</summary>
    /// <param name="pem">The text, at most 64 KiB. Null or empty returns no certificate.</param>
    /// <param name="leafDer">The imported certificate itself in DER. If the text contains it, it is left out.</param>
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
            return chain.Count <= TrustAnchors.MaxSent ? chain : throw new PkiException(PkiErrors.ChainTooLong,
                $"The chain has {chain.Count} certificates; the maximum is {TrustAnchors.MaxSent}.");
        }
        catch (CryptographicException e)
        {
            throw new PkiException(PkiErrors.ChainUnreadable, "The chain contains something that is not a certificate in PEM.", e);
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
