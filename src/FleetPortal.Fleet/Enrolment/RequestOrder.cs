using System.Security.Cryptography;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Keys;
using FleetPortal.Pki.Requests;

namespace FleetPortal.Fleet.Enrolment;

/// <summary>From a device's request to an order.</summary>
internal static class RequestOrder
{
    /// <param name="ownKey">A key that the portal made for the device; null takes the key of the request.</param>
    /// <param name="renewed">Of a renewal: the names of the certificate that the device came with.</param>
    /// <exception cref="FleetError"><c>request-…</c>, <c>key-…</c>.</exception>
    public static IssuanceOrder Read(byte[] requestDer, string thingName, ECDsa? ownKey, RenewedNames? renewed = null) => PkiRefusals.Translate("request", () =>
    {
        var request = DeviceRequest.ReadDer(requestDer, thingName, renewed);
        return ownKey is null
            ? new IssuanceOrder(thingName, request.SubjectPublicKeyInfo, request.KeyAlgorithm)
            : new IssuanceOrder(thingName, ownKey.ExportSubjectPublicKeyInfo(), "EC P-256", KeyMadeByPortal: true);
    });

    /// <summary>Whether a certificate has the key that is ordered for.</summary>
    public static bool HasKey(IssuanceOrder order, CertificateRecord certificate) => PublicKeyRules.HashOf(order.SubjectPublicKeyInfo).AsSpan().SequenceEqual(certificate.KeyHash);
}
