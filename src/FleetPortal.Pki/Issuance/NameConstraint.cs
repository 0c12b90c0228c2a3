using Org.BouncyCastle.Asn1.X509;

namespace FleetPortal.Pki.Issuance;

/// <summary>The name constraint of an issuing authority (RFC 5280 §4.2.1.10): one directoryName with an organization.</summary>
internal static class NameConstraint
{
    /// <summary>Returns the value of the extension that permits only subjects of this organization.</summary>
    public static NameConstraints Of(string organization) =>
        new(new GeneralSubtrees(new GeneralSubtree(new GeneralName(new X509Name([X509Name.O], [organization])))), null);

    /// <summary>Returns the organization to which the certificate of an authority is restricted; null for none.</summary>
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
