using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FleetPortal.Pki.Issuance;

namespace FleetPortal.Pki.Requests;

/// <summary>
/// The rules for the content of a request: the name of the Thing, client authentication, and nothing that only an authority or a server
/// has.
/// </summary>
internal static class RequestRules
{
    private const string CommonName = "2.5.4.3";
    private const string ClientAuth = "1.3.6.1.5.5.7.3.2";
    private const string BasicConstraints = "2.5.29.19";
    private const string KeyUsage = "2.5.29.15";
    private const string ExtendedKeyUsage = "2.5.29.37";
    private const string SubjectAlternativeName = "2.5.29.17";
    private const int MaxExtensions = 16;
    private const int MaxNames = 16;

    /// <summary>Checks the subject and all extensions of a request.</summary>
    /// <exception cref="PkiException"><c>request-other-name</c>, <c>request-authority</c>, <c>request-usage</c>, <c>request-extension</c>,
    /// <c>request-unreadable</c>.</exception>
    public static void Check(RequestSyntax request, string thingName, RenewedNames? renewed)
    {
        try
        {
            if (renewed?.IsSubject(request.Subject) != true)
            {
                CheckSubject(request.Subject, thingName, renewed is not null);
            }

            if (request.Extensions.Count > MaxExtensions)
            {
                throw new PkiException(PkiErrors.RequestExtension, $"The request asks for more than {MaxExtensions} extensions.");
            }

            foreach (var extension in request.Extensions)
            {
                CheckExtension(extension, thingName, renewed);
            }
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException)
        {
            throw new PkiException(PkiErrors.RequestUnreadable, "The request has a name or an extension that cannot be read.", e);
        }
    }

    /// <summary>
    /// Checks the subject (RFC 5280 §4.1.2.4): one attribute in each component, and every common name must be the ThingName.
    /// </summary>
    private static void CheckSubject(byte[] subject, string thingName, bool isRenewal)
    {
        var outer = RequestSyntax.Reader(subject);
        var components = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        while (components.HasData)
        {
            var component = components.ReadSetOf(skipSortOrderValidation: true);
            var attribute = component.ReadSequence();
            if (component.HasData)
            {
                throw new PkiException(PkiErrors.RequestOtherName,
                    "The subject has several attributes in one component. Use one component for each attribute.");
            }

            if (attribute.ReadObjectIdentifier() != CommonName)
            {
                continue;
            }

            var name = ReadText(attribute);
            if (name != thingName)
            {
                throw new PkiException(
                    PkiErrors.RequestOtherName,
                    $"The request names {Shorten(name)}, not {thingName}. Set CN to the ThingName, or leave the subject "
                        + $"empty{(isRenewal ? ", or repeat the subject of the certificate that is renewed" : "")}.");
            }
        }
    }

    /// <summary>Reads a DirectoryString (RFC 5280 §4.1.2.4), or an IA5String, which old tools write.</summary>
    private static string ReadText(AsnReader value)
    {
        var tag = value.PeekTag();
        var type = (UniversalTagNumber)tag.TagValue;
        return tag.TagClass == TagClass.Universal && type is UniversalTagNumber.UTF8String or UniversalTagNumber.PrintableString
            or UniversalTagNumber.TeletexString or UniversalTagNumber.BMPString or UniversalTagNumber.IA5String
            ? value.ReadCharacterString(type)
            : throw new AsnContentException();
    }

    private static void CheckExtension(RequestedExtension requested, string thingName, RenewedNames? renewed)
    {
        var extension = new X509Extension(requested.Oid, requested.Value, requested.Critical);
        switch (requested.Oid)
        {
            case BasicConstraints:
                if (new X509BasicConstraintsExtension(extension, extension.Critical).CertificateAuthority)
                {
                    throw new PkiException(PkiErrors.RequestAuthority,
                        "The request asks for the certificate of an authority. A Thing cannot have one.");
                }

                break;
            case KeyUsage:
                const X509KeyUsageFlags authority = X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign;
                if ((new X509KeyUsageExtension(extension, extension.Critical).KeyUsages & authority) != 0)
                {
                    throw new PkiException(PkiErrors.RequestAuthority,
                        "The request asks for the right to sign certificates or CRLs. A Thing cannot have it.");
                }

                break;
            case ExtendedKeyUsage:
                foreach (var usage in new X509EnhancedKeyUsageExtension(extension, extension.Critical).EnhancedKeyUsages)
                {
                    if (usage.Value != ClientAuth)
                    {
                        throw new PkiException(PkiErrors.RequestUsage,
                            $"The request asks for the extended key usage {usage.Value}. A Thing gets clientAuth only.");
                    }
                }

                break;
            case SubjectAlternativeName when renewed?.IsAlternativeNames(requested.Value) == true:
                break;
            case SubjectAlternativeName:
                CheckNames(requested.Value, thingName);
                break;
            default:
                if (requested.Critical)
                {
                    throw new PkiException(PkiErrors.RequestExtension,
                        $"The request has the critical extension {requested.Oid}, which the profile does not support.");
                }

                break;
        }
    }

    /// <summary>
    /// Checks the GeneralNames of a subjectAltName (RFC 5280 §4.2.1.6): only the URI of the Thing, or its name as dNSName.
    /// </summary>
    private static void CheckNames(ReadOnlyMemory<byte> der, string thingName)
    {
        var dnsName = new Asn1Tag(TagClass.ContextSpecific, 2);
        var uri = new Asn1Tag(TagClass.ContextSpecific, 6);
        var reader = new AsnReader(der, AsnEncodingRules.DER);
        var names = reader.ReadSequence();
        reader.ThrowIfNotEmpty();
        for (var count = 0; names.HasData; count++)
        {
            var tag = names.PeekTag();
            var own = count < MaxNames
                && ((tag.HasSameClassAndValue(dnsName) && names.ReadCharacterString(UniversalTagNumber.IA5String, dnsName) == thingName)
                    || (tag.HasSameClassAndValue(uri)
                        && names.ReadCharacterString(UniversalTagNumber.IA5String, uri) == ThingUri.Of(thingName)));
            if (!own)
            {
                throw new PkiException(PkiErrors.RequestOtherName,
                    $"The request asks for a subjectAltName that does not belong to {thingName}. Leave it out: the portal adds "
                    + $"{ThingUri.Of(thingName)}.");
            }
        }
    }

    private static string Shorten(string? value) => value is { Length: > 64 } ? value[..64] + "…" : value ?? "";
}
