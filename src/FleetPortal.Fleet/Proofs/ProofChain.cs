using System.Security.Cryptography;
using FleetPortal.Fleet.Detection;

namespace FleetPortal.Fleet.Proofs;

/// <summary>
/// The values that were handed to one Thing. Each value but the first has a parent: the value that was in use when it was handed out. A
/// single device walks along one line. The table of cases is in decision 86.
/// </summary>
internal sealed class ProofChain
{
    /// <summary>The number of values that are remembered. Beyond it, the oldest one leaves, and is unknown then.</summary>
    public const int MaxValues = 64;

    /// <summary>How long after a value was shown the same value from another endpoint is a race.</summary>
    public static readonly TimeSpan RaceTime = TimeSpan.FromSeconds(10);

    // A few endpoints are enough: evidence needs the one that showed a later value.
    private const int MaxEndpoints = 4;

    /// <summary>The number of the newest value; 0 before the first.</summary>
    public long LastNumber { get; set; }

    /// <summary>The number of the value in use: the one that was accepted last; 0 if nobody has shown a value.</summary>
    public long InUse { get; set; }

    /// <summary>The values, oldest first.</summary>
    public List<ProofValue> Values { get; init; } = [];

    /// <summary>Compares what a client shows, and notes it.</summary>
    /// <param name="hash">The SHA-256 of the value; null if it shows none.</param>
    /// <param name="by">The client.</param>
    /// <param name="now">The time of the transaction.</param>
    public ProofJudgement Judge(byte[]? hash, ClientEndpoint by, DateTimeOffset now)
    {
        var inUse = Values.Find(value => value.Number == InUse);
        var shown = hash is null ? null : Find(hash);
        if (shown is null)
        {
            return new ProofJudgement(inUse is null ? ProofVerdict.First : hash is null ? ProofVerdict.Missing : ProofVerdict.Unknown,
                inUse?.ShownBy);
        }

        var verdict = VerdictOf(shown, inUse, by, now);
        if (verdict is ProofVerdict.UsedUp or ProofVerdict.Forked)
        {
            Replace(inUse! with { IsLeft = true });
            if (shown.ShownAt is null && Parent(shown) is { } parent)
            {
                Replace(parent with { IsLeft = false });
            }
        }

        Replace(shown with { ShownAt = now, ShownBy = by, IsLeft = false });
        InUse = shown.Number;
        ForgetEndpoints();
        return new ProofJudgement(verdict, inUse?.ShownBy);
    }

    /// <summary>Adds a fresh value for the client that was judged.</summary>
    public void HandOut(byte[] hash)
    {
        Values.Add(new ProofValue { Number = ++LastNumber, Parent = InUse, Hash = hash });
        if (Values.Count > MaxValues)
        {
            Values.RemoveAt(Values[0].Number == InUse ? 1 : 0);
        }
    }

    private ProofVerdict VerdictOf(ProofValue shown, ProofValue? inUse, ClientEndpoint by, DateTimeOffset now)
    {
        if (inUse is null || (shown.ShownAt is null && shown.Parent == inUse.Number))
        {
            return ProofVerdict.Next;
        }

        if (shown.Number == inUse.Number)
        {
            return now - inUse.ShownAt <= RaceTime && inUse.ShownBy?.LooksLike(by) == false ? ProofVerdict.Raced : ProofVerdict.Again;
        }

        return shown.IsLeft || (shown.ShownAt is null && Parent(shown) is { IsLeft: true }) ? ProofVerdict.Forked : ProofVerdict.UsedUp;
    }

    private ProofValue? Parent(ProofValue value) => Values.Find(one => one.Number == value.Parent);

    /// <summary>Compares with every value, each in constant time.</summary>
    private ProofValue? Find(byte[] hash)
    {
        ProofValue? found = null;
        foreach (var value in Values)
        {
            found = CryptographicOperations.FixedTimeEquals(value.Hash, hash) ? value : found;
        }

        return found;
    }

    private void Replace(ProofValue changed) => Values[Values.FindIndex(value => value.Number == changed.Number)] = changed;

    private void ForgetEndpoints()
    {
        foreach (var old in Values.Where(value => value.ShownBy is not null).OrderByDescending(value => value.ShownAt)
            .Skip(MaxEndpoints).ToList())
        {
            Replace(old with { ShownBy = null });
        }
    }
}
