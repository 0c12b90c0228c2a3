using System.Security.Cryptography;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Keys;
using FleetPortal.Pki.Requests;

namespace FleetPortal.Fleet.Enrolment;

/// <summary>Translates the request of a device to the order of a certificate.</summary>
internal static class RequestOrder
{
    /// <summary>Reads the request and returns the order.</summary>
    /// <param name="requestDer">The PKCS#10 request in DER.</param>
    /// <param name="thingName">The Thing.</param>
    /// <param name="ownKey">The key that the portal made for the device; null takes the key of the request.</param>
    /// <param name="renewed">The names in the current certificate of a device that renews, or null.</param>
    /// <exception cref="FleetError"><c>request-…</c>, <c>key-…</c>.</exception>
    public static IssuanceOrder Read(
        byte[] requestDer, string thingName, ECDsa? ownKey, RenewedNames? renewed = null) => PkiRefusals.Translate("request", () =>
    {
        var request = DeviceRequest.ReadDer(requestDer, thingName, renewed);
        return ownKey is null
            ? new IssuanceOrder(thingName, request.SubjectPublicKeyInfo, request.KeyAlgorithm)
            : new IssuanceOrder(thingName, ownKey.ExportSubjectPublicKeyInfo(), "EC P-256", KeyMadeByPortal: true);
    });

    /// <summary>Whether a certificate has the key of an order.</summary>
    public static bool HasKey(IssuanceOrder order, CertificateRecord certificate) => PublicKeyRules.HashOf(order.SubjectPublicKeyInfo)
        .AsSpan().SequenceEqual(certificate.KeyHash);
}
