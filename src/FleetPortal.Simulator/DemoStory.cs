namespace FleetPortal.Simulator;

/// <summary>
/// A fleet after some years: certificates that expire at different times, three of them soon, and one on hold whose device keeps trying to
/// connect. The records are made as real ones are: by enrolment, and by an operator who puts a certificate on hold.
/// </summary>
internal static class DemoStory
{
    private const int Held = 33;
    private const int Earliest = 40;
    private const int Latest = 360;
    private static readonly Dictionary<int, int> _soon = new() { [6] = 5, [47] = 12, [120] = 25 };

    /// <summary>The validity of the first certificate of the n-th Thing, in days.</summary>
    public static int ValidityDays(int number) => _soon.GetValueOrDefault(number, Earliest + (number * 97 % (Latest - Earliest)));

    /// <summary>Whether the first certificate of the n-th Thing is put on hold.</summary>
    public static bool IsOnHold(int number) => number == Held;
}
