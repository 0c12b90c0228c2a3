using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Identity;

/// <summary>What the registry knows of the certificate that was shown, and of its Thing.</summary>
internal sealed record Principal(
    string ThingName, string? ThingType, bool ThingEnabled, bool ThingRetired, CertificateStatus Status, DateTimeOffset StatusChangedAt,
    string? StatusChangedBy, PrincipalAuthority? Authority, bool KeyCompromised)
{
    /// <summary>The newest CRL of its authority where somebody else runs that, or null.</summary>
    public PrincipalCrl? Crl { get; init; }
}

/// <summary>How old the CRL of an outside authority is, and by when the next one is due.</summary>
internal sealed record PrincipalCrl(DateTimeOffset? ThisUpdate, DateTimeOffset? NextUpdate);

/// <summary>The authority of the certificate; a principal without one is pinned: this very certificate was registered.</summary>
internal sealed record PrincipalAuthority(string Name, AuthorityStatus Status, DateTimeOffset NotAfter);

/// <summary>Everything that a check may look at.</summary>
internal sealed record CheckContext(ConnectAttempt Attempt, Principal? Principal, LiveConnection? Current, DateTimeOffset Now)
{
    /// <summary>Whether an earlier check has failed: then nothing is counted against the Thing any more.</summary>
    public bool HasFailed { get; init; }
}

/// <summary>One small named check. The list in <see cref="IdentityDecider"/> is the decision.</summary>
internal interface ICheck
{
    /// <summary>Its entry in the catalogue.</summary>
    Check Check { get; }

    /// <summary>Compares. The result names the values compared and, on failure, the code, the failure as a sentence and the remedy.</summary>
    CheckResult Run(CheckContext context);
}

/// <summary>The three answers that a check gives.</summary>
internal static class CheckAnswers
{
    public static CheckResult Passed(this ICheck check, string compared) => check.Check.Passed(compared);

    /// <param name="failure">A sentence without a capital that follows "Refused:", such as "the certificate is on hold".</param>
    public static CheckResult Failed(this ICheck check, string code, string failure, string compared, string remedy) =>
        check.Check.Failed(code, failure, compared, remedy);

    public static CheckResult NotReached(this ICheck check) => check.Check.NotReached();
}
