using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Topics;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Identity;

/// <summary>How one check went.</summary>
public enum CheckOutcome
{
    /// <summary>It holds.</summary>
    Passed,

    /// <summary>It does not hold.</summary>
    Failed,

    /// <summary>There was nothing to check, because an earlier one failed.</summary>
    NotReached,
}

/// <summary>One line of the trace.</summary>
/// <param name="Name">The check as the API names it: "Status is Active". Stable.</param>
/// <param name="Outcome">How it went.</param>
/// <param name="Compared">The values that were compared. Times in it are RFC 3339 UTC; pages show them in the zone of the viewer.</param>
/// <param name="Code">The stable code of the failure, or null.</param>
/// <param name="Remedy">How to fix it, or null.</param>
/// <param name="Failure">The failure as a sentence without a capital: "the certificate is on hold". Null when the check did not fail.</param>
/// <param name="Id">The identifier of the check, one of <see cref="CheckCatalogue"/>; null in attempts that older versions stored.</param>
public sealed record CheckResult(string Name, CheckOutcome Outcome, string? Compared = null, string? Code = null, string? Remedy = null, string? Failure = null, string? Id = null);

/// <summary>The answer to a connect attempt, with everything that led to it.</summary>
/// <param name="Allowed">Whether it is let in.</param>
/// <param name="Code"><c>allowed</c>, or the code of the first check that failed.</param>
/// <param name="Checks">Every check, in order.</param>
/// <param name="ThingName">Whose principal it is, where that is known.</param>
/// <param name="CertificateId">The certificate, where one was shown.</param>
/// <param name="Policy">The rights of the session; null when refused.</param>
public sealed record Decision(bool Allowed, string Code, IReadOnlyList<CheckResult> Checks, string? ThingName, CertificateId? CertificateId, TopicPolicy? Policy);
