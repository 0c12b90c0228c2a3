using System.Diagnostics;

namespace FleetPortal.Testing;

/// <summary>
/// Waits for a condition outside the test (another process, a browser, the network), instead of sleeping for a guessed time.
/// </summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <summary>Returns the first value that satisfies the condition.</summary>
    /// <exception cref="TimeoutException">The condition was not satisfied within 60 seconds. The message contains the description and the
    /// last value.</exception>
    public static async Task<T> Get<T>(string what, Func<Task<T>> read, Func<T, bool> condition)
    {
        var started = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(Pause);
        while (true)
        {
            var value = await read();
            if (condition(value))
            {
                return value;
            }

            if (Stopwatch.GetElapsedTime(started) > Patience)
            {
                throw new TimeoutException($"{what} did not happen within {Patience.TotalSeconds:0} s. Last seen: {value}");
            }

            await timer.WaitForNextTickAsync();
        }
    }

    /// <summary>Waits until a condition holds.</summary>
    public static Task Holds(string what, Func<bool> condition) => Get(what, () => Task.FromResult(condition()), holds => holds);

    /// <summary>Waits until an asynchronous condition holds.</summary>
    public static Task Holds(string what, Func<Task<bool>> condition) => Get(what, condition, holds => holds);
}
