using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Enrolment;

/// <summary>
/// Counts wrong enrolment tokens of each address. Only a wrong token is refused for it: a device behind the same address that
/// has the right one gets in. Bounded by <see cref="MaxSources"/>; the counts begin anew every minute. Thread-safe.
/// </summary>
public sealed class EnrolmentThrottle(TimeProvider time)
{
    /// <summary>Wrong tokens of one address in a minute.</summary>
    public const int MaxFailures = 20;

    /// <summary>Addresses that are counted; a failure of a further one counts as one too many.</summary>
    public const int MaxSources = 10_000;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _failures = new(StringComparer.Ordinal);
    private long _began = time.GetTimestamp();

    /// <summary>Counts a failure; false when the address has had too many.</summary>
    /// <param name="remoteAddress">Address and port.</param>
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
