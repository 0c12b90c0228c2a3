namespace FleetPortal.Simulator;

/// <summary>
/// What a fleet looks like after some years: certificates that end at different times, three of them soon, and one on hold, whose device
/// keeps trying. The records come about as real ones do, by enrolling and by an operator's hold.
/// </summary>
internal static class DemoStory
{
    private const int Held = 33;
    private const int Earliest = 40;
    private const int Latest = 360;
    private static readonly Dictionary<int, int> _soon = new() { [6] = 5, [47] = 12, [120] = 25 };

    /// <summary>For how long the first certificate of the n-th Thing is valid.</summary>
    public static int ValidityDays(int number) => _soon.GetValueOrDefault(number, Earliest + (number * 97 % (Latest - Earliest)));

    /// <summary>Whether the first certificate of the n-th Thing is put on hold.</summary>
    public static bool IsOnHold(int number) => number == Held;
}
