namespace FleetPortal.Fleet.Identity;

/// <summary>Creates the results of a check.</summary>
internal static class CheckAnswers
{
    /// <summary>Returns the result for a condition that holds.</summary>
    public static CheckResult Passed(this ICheck check, string compared) => check.Check.Passed(compared);

    /// <summary>Returns the result for a condition that does not hold.</summary>
    /// <param name="failure">A sentence without a capital that can follow "Refused:", such as "the certificate is on hold".</param>
    public static CheckResult Failed(this ICheck check, string code, string failure, string compared, string remedy) =>
        check.Check.Failed(code, failure, compared, remedy);

    /// <summary>Returns the result for a check that had nothing to check.</summary>
    public static CheckResult NotReached(this ICheck check) => check.Check.NotReached();
}
