namespace FleetPortal.Fleet.Compliance;

/// <summary>A control with what it has counted, and the evidence for it.</summary>
/// <param name="Description">What the control is about.</param>
/// <param name="Measurement">What was counted.</param>
/// <param name="Evidence">The numbers in canonical JSON (RFC 8785), with the time.</param>
/// <param name="EvidenceHash">The SHA-256 hash of the evidence, in lower-case hexadecimal.</param>
public sealed record ControlResult(ControlDescription Description, Measurement Measurement, string Evidence, string EvidenceHash)
{
    /// <summary>The part that complies, between 0 and 1; null if there is nothing to measure.</summary>
    public decimal? Score => ScoreArithmetic.OfControl(Measurement.State, Measurement.Applicable, Measurement.Compliant);

    /// <summary>The number of objects that do not comply.</summary>
    public long Missing => Measurement.Applicable - Measurement.Compliant;
}
