using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Enrolment;

/// <summary>
/// Counts wrong enrolment tokens for each address. A valid token always works, even from an address with too many wrong ones. Holds at most
/// <see cref="MaxSources"/> addresses; the counts start again every minute. Thread-safe.
/// </summary>
public sealed class EnrolmentThrottle(TimeProvider time)
{
    /// <summary>The number of wrong tokens that one address may send in a minute.</summary>
    public const int MaxFailures = 20;

    /// <summary>The highest number of addresses that are counted. A wrong token from a further address counts as one too many.</summary>
    public const int MaxSources = 10_000;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _failures = new(StringComparer.Ordinal);
    private long _began = time.GetTimestamp();

    /// <summary>Counts a wrong token. False if the address has sent too many.</summary>
    /// <param name="remoteAddress">The address and port of the device.</param>
    public bool TryFail(string remoteAddress)
    {
        var source = RemoteSource.Text(remoteAddress);
        lock (_lock)
        {
            if (time.GetElapsedTime(_began) >= Window)
            {
                _failures.Clear();
                _began = time.GetTimestamp();
            }

            if (!_failures.TryGetValue(source, out var failures) && _failures.Count >= MaxSources)
            {
                return false;
            }

            _failures[source] = failures + 1;
            return failures < MaxFailures;
        }
    }
}
