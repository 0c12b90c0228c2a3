namespace FleetPortal.Fleet.Identity;

/// <summary>A check of a connection. Its methods create its results.</summary>
/// <param name="Id">The stable identifier in kebab case, stored with every result.</param>
/// <param name="Name">The name that people read: the condition that a passed check confirms. The API uses the same spelling.</param>
public sealed record Check(string Id, string Name)
{
    /// <summary>Returns the result for a condition that holds.</summary>
    /// <param name="compared">The values that were compared.</param>
    public CheckResult Passed(string compared) => new(Name, CheckOutcome.Passed, compared, Id: Id);

    /// <summary>Returns the result for a condition that does not hold.</summary>
    /// <param name="code">The code of the refusal.</param>
    /// <param name="failure">A sentence without a capital that can follow "Refused:", such as "the certificate is on hold".</param>
    /// <param name="compared">The values that were compared.</param>
    /// <param name="remedy">How to fix it.</param>
    public CheckResult Failed(
        string code, string failure, string compared, string remedy) => new(Name, CheckOutcome.Failed, compared, code, remedy, failure, Id);

    /// <summary>Returns the result for a check that had nothing to check, because an earlier check failed.</summary>
    public CheckResult NotReached() => new(Name, CheckOutcome.NotReached, Id: Id);
}
