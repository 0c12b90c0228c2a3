namespace FleetPortal.Fleet.Proofs;

/// <summary>The part of one accepted connect in the rolling proof.</summary>
/// <param name="Value">The fresh value for the device. It is in memory only.</param>
/// <param name="Judgement">What the shown value says.</param>
public sealed record ProofExchange(string Value, ProofJudgement Judgement);
