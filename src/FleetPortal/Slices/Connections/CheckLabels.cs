using FleetPortal.Fleet.Identity;

namespace FleetPortal.Slices.Connections;

/// <summary>The checks of an attempt in the words of the page. The API's names stay as they are.</summary>
public static class CheckLabels
{
    /// <summary>The name of the check: what holds when it passes.</summary>
    public static string Name(CheckResult check)
    {
        ArgumentNullException.ThrowIfNull(check);
        return check.Name == CheckCatalogue.ThingIsNotRetired.Name ? "The certificate belongs to exactly one Thing" : check.Name;
    }

    /// <summary>The outcome in one or two words.</summary>
    public static string Outcome(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Passed => "passed",
        CheckOutcome.Failed => "failed",
        _ => "not reached",
    };

    /// <summary>A sentence as a sentence begins: with a capital.</summary>
    public static string Capital(string sentence)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        return sentence.Length == 0 ? sentence : char.ToUpperInvariant(sentence[0]) + sentence[1..];
    }
}
