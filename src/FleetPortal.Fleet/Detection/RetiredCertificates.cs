using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Rotations;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Detection;

/// <summary>Finds out whether a rotation has replaced a certificate.</summary>
public sealed class RetiredCertificates(Registry registry)
{
    private static readonly string Select = $"""
        SELECT r.EndedAt FROM Certificates c JOIN Rotations r ON r.OldCertificateKey = c."Key"
        WHERE c.Id = $1 AND r.State = {(int)RotationState.Committed} ORDER BY r."Key" DESC LIMIT 1
        """;

    /// <summary>Returns when the rotation ended that replaced the certificate; null if none did.</summary>
    internal DateTimeOffset? RetiredAt(string certificateId) => CertificateId.TryParse(certificateId, out var id)
        && registry.Read(statements => statements.Scalar<long?>(Select, id.Value.ToOctets())) is { } ended
            ? DateTimeOffset.FromUnixTimeMilliseconds(ended) : null;
}
