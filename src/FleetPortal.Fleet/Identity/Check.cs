namespace FleetPortal.Fleet.Identity;

/// <summary>A check of a connection, and the three answers that it gives.</summary>
/// <param name="Id">The stable identifier in kebab case, stored with every result.</param>
/// <param name="Name">The words that people read: what holds when the check passes. The API keeps their spelling.</param>
public sealed record Check(string Id, string Name)
{
    /// <summary>The check holds.</summary>
    /// <param name="compared">The values that were compared.</param>
    public CheckResult Passed(string compared) => new(Name, CheckOutcome.Passed, compared, Id: Id);

    /// <summary>The check does not hold.</summary>
    /// <param name="code">The code of the refusal.</param>
    /// <param name="failure">A sentence without a capital that follows "Refused:", such as "the certificate is on hold".</param>
    /// <param name="compared">The values that were compared.</param>
    /// <param name="remedy">How to fix it.</param>
    public CheckResult Failed(string code, string failure, string compared, string remedy) => new(Name, CheckOutcome.Failed, compared, code, remedy, failure, Id);

    /// <summary>There was nothing to check, because an earlier check failed.</summary>
    public CheckResult NotReached() => new(Name, CheckOutcome.NotReached, Id: Id);
}
