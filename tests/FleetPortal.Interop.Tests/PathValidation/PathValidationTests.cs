using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using FleetPortal.Pki;
using FleetPortal.Pki.Chains;
using FleetPortal.Pki.External;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Interop.Tests.PathValidation;

/// <summary>
/// The table of <see cref="PathCases"/> asked of the portal's own reading and path validation, as registration and TLS use them, and
/// of <c>openssl verify -x509_strict</c>. Where one of both says another thing than RFC 5280 the table says why.
/// </summary>
public sealed class PathValidationTests
{
    public static TheoryData<string> Cases => [.. PathCases.All.Select(x => x.Name)];

    [Fact]
    public void EveryCaseHasItsOwnName() => Assert.Equal(PathCases.All.Count(), PathCases.All.Select(x => x.Name).Distinct().Count());

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task IsJudgedAsRfc5280Says(string name)
    {
        var path = PathCases.All.Single(x => x.Name == name);
        var (leaf, root, above) = (path.Leaf.Build(), path.Anchor.Build(), path.Above.Select(x => x.Build()).ToList());
        var (ours, because) = Ours(leaf, root, above);
        var theirs = await OpenSslAsync(leaf, root, above);
        Assert.True(ours == (path.Accept != path.WeDiffer is not null),
            $"{path.Clause}: we {(ours ? "accept" : "refuse")} ({because}); OpenSSL: {theirs.Said}");
        Assert.True(theirs.Accepted == (path.Accept != path.OpenSslDiffers is not null),
            $"{path.Clause}: OpenSSL says {theirs.Said}; we: {because}");
    }

    private static (bool Accepted, string Because) Ours(byte[] leaf, byte[] root, List<byte[]> above)
    {
        var now = new DateTimeOffset(Forge.Now, TimeSpan.Zero);
        try
        {
            ExternalAuthority.ReadPem(PemOf(root), now);
            var device = ExternalCertificate.ReadPem(PemOf(leaf), now);
            if (!device.IsPathSound)
            {
                // It can be pinned, and no chain is built from it.
                return (false, string.Join(' ', device.Notes));
            }

            using var anchors = new TrustAnchors([], [], [root]);
            using var certificate = X509CertificateLoader.LoadCertificate(leaf);

            // As the TLS handshake hands it on: the certificate, and beside it what the other side sent.
            var verdict = anchors.Verify(certificate, [.. above.Select(der => X509CertificateLoader.LoadCertificate(der))], now);
            var inTime = device.NotBefore <= now && verdict.NotBefore <= now && now <= verdict.NotAfter;
            return (verdict.Trusted && inTime, !verdict.Trusted || inTime ? verdict.Detail : "not valid now");
        }
        catch (Exception e) when (e is PkiException or System.Security.Cryptography.CryptographicException)
        {
            return (false, e.Message);
        }
    }

    private static async Task<(bool Accepted, string Said)> OpenSslAsync(byte[] leaf, byte[] root, List<byte[]> above)
    {
        using var files = new TemporaryDirectory();
        await File.WriteAllTextAsync(files.File("root.pem"), PemOf(root));
        await File.WriteAllTextAsync(files.File("leaf.pem"), PemOf(leaf));
        await File.WriteAllTextAsync(files.File("above.pem"), string.Concat(above.Select(PemOf)));
        var at = new DateTimeOffset(Forge.Now, TimeSpan.Zero).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        string[] untrusted = above.Count == 0 ? [] : ["-untrusted", files.File("above.pem")];
        var said = await Tool.RunAsync("openssl", ["verify", "-x509_strict", "-purpose", "sslclient",
            "-attime", at, "-no-CApath", "-no-CAstore", "-CAfile", files.File("root.pem"), .. untrusted, files.File("leaf.pem")]);
        return (said.ExitCode == 0, string.Join(' ',
            said.All.Replace(files.Path, "", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }

    private static string PemOf(byte[] der) => new StringBuilder().Append("-----BEGIN CERTIFICATE-----\n")
        .Append(Convert.ToBase64String(der, Base64FormattingOptions.InsertLineBreaks)).Append("\n-----END CERTIFICATE-----\n").ToString();
}
