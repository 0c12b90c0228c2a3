using FleetPortal.Fleet.Identity;

namespace FleetPortal.Slices.Connections;

/// <summary>Labels of checks for the pages. The API uses the names of the catalogue.</summary>
public static class CheckLabels
{
    /// <summary>Returns the name of a check, which states what is true if the check passes.</summary>
    public static string Name(CheckResult check)
    {
        ArgumentNullException.ThrowIfNull(check);
        return check.Name == CheckCatalogue.ThingIsNotRetired.Name ? "The certificate belongs to exactly one Thing" : check.Name;
    }

    /// <summary>Returns the outcome in one or two words.</summary>
    public static string Outcome(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Passed => "passed",
        CheckOutcome.Failed => "failed",
        _ => "not reached",
    };

    /// <summary>Returns the sentence with a capital first letter.</summary>
    public static string Capital(string sentence)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        return sentence.Length == 0 ? sentence : char.ToUpperInvariant(sentence[0]) + sentence[1..];
    }
}
