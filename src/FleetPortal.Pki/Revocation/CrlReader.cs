using System.Formats.Asn1;
using FleetPortal.Pki.Text;

namespace FleetPortal.Pki.Revocation;

/// <summary>Reads CRLs of the portal with other code than that which wrote them.</summary>
public static class CrlReader
{
    /// <summary>Returns nextUpdate (RFC 5280 §5.1.2.5); null if the CRL has none.</summary>
    public static DateTimeOffset? NextUpdateOf(ReadOnlyMemory<byte> der)
    {
        var list = new AsnReader(der, AsnEncodingRules.DER).ReadSequence().ReadSequence();

        // Skip version, signature, issuer and thisUpdate.
        for (var i = 0; i < 4; i++)
        {
            list.ReadEncodedValue();
        }

        return list.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime)
            ? list.ReadUtcTime() : list.PeekTag().HasSameClassAndValue(Asn1Tag.GeneralizedTime) ? list.ReadGeneralizedTime() : null;
    }

    /// <summary>Returns whether the CRL lists a certificate.</summary>
    public static bool Lists(ReadOnlyMemory<byte> der, SerialNumber serialNumber)
    {
        var list = new AsnReader(der, AsnEncodingRules.DER).ReadSequence().ReadSequence();
        var wanted = serialNumber.ToOctets();

        // Skip version, signature, issuer, thisUpdate and nextUpdate (RFC 5280 §5.1).
        for (var i = 0; i < 5; i++)
        {
            list.ReadEncodedValue();
        }

        if (!list.HasData || list.PeekTag() != Asn1Tag.Sequence)
        {
            return false;
        }

        var entries = list.ReadSequence();
        while (entries.HasData)
        {
            var serial = entries.ReadSequence().ReadIntegerBytes().Span;
            if (serial.TrimStart((byte)0).SequenceEqual(wanted))
            {
                return true;
            }
        }

        return false;
    }
}
