using Org.BouncyCastle.Asn1.X509;

namespace FleetPortal.Pki.Issuance;

/// <summary>The subtree of names in which an authority may name its subjects (RFC 5280 §4.2.1.10): one directoryName, an organization.</summary>
internal static class NameConstraint
{
    /// <summary>The extension's value: only subjects under this organization.</summary>
    public static NameConstraints Of(string organization) =>
        new(new GeneralSubtrees(new GeneralSubtree(new GeneralName(new X509Name([X509Name.O], [organization])))), null);

    /// <summary>The organization that an authority's certificate holds it to, or null.</summary>
    public static string? OrganizationOf(X509CertificateStructure authority)
    {
        if (authority.TbsCertificate.Extensions?.GetExtension(X509Extensions.NameConstraints) is not { } extension)
        {
            return null;
        }

        var permitted = NameConstraints.GetInstance(extension.GetParsedValue()).PermittedSubtreesValue;
        return permitted is null
            ? null
            : permitted.GetElements().Select(subtree => subtree.Base).Where(name => name.TagNo == GeneralName.DirectoryName)
                .SelectMany(name => X509Name.GetInstance(name.Name).GetValueList(X509Name.O)).FirstOrDefault();
    }
}
