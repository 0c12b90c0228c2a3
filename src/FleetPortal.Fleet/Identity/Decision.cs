using FleetPortal.Fleet.Topics;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Identity;

/// <summary>The outcome of one check.</summary>
public enum CheckOutcome
{
    /// <summary>The condition of the check holds.</summary>
    Passed,

    /// <summary>The condition of the check does not hold.</summary>
    Failed,

    /// <summary>There was nothing to check, because an earlier check failed.</summary>
    NotReached,
}

/// <summary>The result of one check: one line of the trace.</summary>
/// <param name="Name">The name of the check as the API spells it, such as "Status is Active". Stable.</param>
/// <param name="Outcome">The outcome.</param>
/// <param name="Compared">The compared values. Times in it are RFC 3339 UTC; pages show them in the time zone of the viewer.</param>
/// <param name="Code">The stable code of the failure, or null.</param>
/// <param name="Remedy">How to fix it, or null.</param>
/// <param name="Failure">The failure as a sentence without a capital, such as "the certificate is on hold"; null if the check did not
/// fail.</param>
/// <param name="Id">The identifier of the check, one of <see cref="CheckCatalogue"/>; null in attempts that older versions stored.</param>
public sealed record CheckResult(string Name,
    CheckOutcome Outcome, string? Compared = null, string? Code = null, string? Remedy = null, string? Failure = null, string? Id = null);

/// <summary>The decision about a connect attempt, with the results of all checks.</summary>
/// <param name="Allowed">Whether the client may connect.</param>
/// <param name="Code"><c>allowed</c>, or the code of the first check that failed.</param>
/// <param name="Checks">The results of all checks, in order.</param>
/// <param name="ThingName">The name of the Thing that the certificate belongs to; null if it is not known, or of an application.</param>
/// <param name="CertificateId">The identifier of the certificate; null without one.</param>
/// <param name="Policy">The topics that the session may use; null for a refused attempt.</param>
public sealed record Decision(
    bool Allowed, string Code, IReadOnlyList<CheckResult> Checks, string? ThingName, CertificateId? CertificateId, TopicPolicy? Policy)
{
    /// <summary>The name of the application that the certificate belongs to; null if it is not known, or of a Thing.</summary>
    public string? ApplicationName { get; init; }

    /// <summary>The type of the Thing; null without one, or of an application.</summary>
    public string? ThingType { get; init; }

    /// <summary>Whether the rolling proof is switched on for the Thing itself.</summary>
    public bool RollingProof { get; init; }

    /// <summary>The name of the Thing or of the application; null if it is not known.</summary>
    public string? PrincipalName => ThingName ?? ApplicationName;
}
