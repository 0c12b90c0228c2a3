namespace FleetPortal.Simulator.Story;

/// <summary>
/// When the first certificates of the demo expire: some within the next four weeks, about a third in one campaign eleven weeks from now
/// (meters that were commissioned together), and the others spread over a year.
/// </summary>
internal static class StoryValidity
{
    private const int SpreadFrom = 31;
    private const int SpreadOver = 330;
    private const int SpreadStep = 53;
    private const int CampaignDay = 75;
    private const int BeforeCampaign = 61;
    private const int AfterCampaign = 77;
    private const int AroundStep = 5;

    // The places of the meters of the campaign among each 25 meters: most end within two days, the others up to two weeks around.
    private const int FirstPlace = 7;
    private const int FirstBefore = 18;
    private const int FirstAfter = 21;

    private static readonly Dictionary<int, int> _own = new()
    {
        // Soon.
        [91] = 3, [6] = 5, [13] = 9, [47] = 12, [59] = 15, [149] = 18, [28] = 21, [31] = 23, [120] = 25, [176] = 27,

        // Other certificates of the maker of the valves, and certificates that are renewed at once.
        [58] = 230, [88] = 700, [148] = 47, [198] = 610, [35] = 90, [79] = 60,
    };

    /// <summary>Whether the n-th Thing is a meter of the campaign.</summary>
    public static bool IsOfCampaign(int number) => number % 10 < 5 && PlaceOf(number) >= FirstPlace;

    /// <summary>The validity of the first certificate of the n-th Thing, in days.</summary>
    public static int DaysOf(int number)
    {
        if (_own.TryGetValue(number, out var own))
        {
            return own;
        }

        return IsOfCampaign(number)
            ? PlaceOf(number) switch
            {
                < FirstBefore and var place => CampaignDay + (place % 2),
                < FirstAfter => BeforeCampaign + (number * AroundStep % 9),
                _ => AfterCampaign + (number * AroundStep % 14),
            }
            : SpreadFrom + (number * SpreadStep % SpreadOver);
    }

    /// <summary>The place of a meter among 25 meters, from 0.</summary>
    private static int PlaceOf(int number) => ((number / 10 * 5) + (number % 10)) % 25;
}
