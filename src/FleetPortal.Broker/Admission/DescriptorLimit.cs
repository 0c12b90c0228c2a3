using System.Globalization;

namespace FleetPortal.Broker.Admission;

/// <summary>
/// How many files and connections the operating system lets this process have open (RLIMIT_NOFILE). The .NET runtime raises
/// the soft limit to the hard one before the program starts.
/// </summary>
public static class DescriptorLimit
{
    private const string Limits = "/proc/self/limits";
    private const string Line = "Max open files";

    /// <summary>The limit; null where there is none or it cannot be read.</summary>
    public static int? Read()
    {
        try
        {
            return Parse(File.ReadLines(Limits));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not Linux.
            return null;
        }
    }

    /// <summary>The soft limit of <c>/proc/self/limits</c>; null where there is none.</summary>
    internal static int? Parse(IEnumerable<string> lines) =>
        lines.FirstOrDefault(line => line.StartsWith(Line, StringComparison.Ordinal)) is { } line
        && long.TryParse(line[Line.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0],
            NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            ? (int)Math.Min(limit, int.MaxValue)
            : null;
}
