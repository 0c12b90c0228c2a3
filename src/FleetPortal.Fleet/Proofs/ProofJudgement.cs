using FleetPortal.Fleet.Detection;

namespace FleetPortal.Fleet.Proofs;

/// <summary>What a connect showed, compared with what is known.</summary>
/// <param name="Verdict">What it says.</param>
/// <param name="Other">Who showed the value in use before; null if it is not known.</param>
public sealed record ProofJudgement(ProofVerdict Verdict, ClientEndpoint? Other);
