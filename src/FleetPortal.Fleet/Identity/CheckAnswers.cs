namespace FleetPortal.Fleet.Identity;

/// <summary>The three answers that a check gives.</summary>
internal static class CheckAnswers
{
    public static CheckResult Passed(this ICheck check, string compared) => check.Check.Passed(compared);

    /// <param name="failure">A sentence without a capital that follows "Refused:", such as "the certificate is on hold".</param>
    public static CheckResult Failed(this ICheck check, string code, string failure, string compared, string remedy) =>
        check.Check.Failed(code, failure, compared, remedy);

    public static CheckResult NotReached(this ICheck check) => check.Check.NotReached();
}
