namespace FleetPortal.Fleet.Detection;

/// <summary>What the rolling proof of a connect says (decision 86).</summary>
public enum ProofVerdict
{
    /// <summary>Nobody has shown a value of this Thing before: nothing can be compared.</summary>
    First,

    /// <summary>The value that was handed out last came back.</summary>
    Next,

    /// <summary>The value in use was shown again: the answer to the connect before was lost, or it was not stored.</summary>
    Again,

    /// <summary>The value in use was shown by two endpoints within seconds.</summary>
    Raced,

    /// <summary>No value was shown, although the Thing has shown one before.</summary>
    Missing,

    /// <summary>The portal does not know the value.</summary>
    Unknown,

    /// <summary>A later value was shown before this one: a copy, or storage that was set back.</summary>
    UsedUp,

    /// <summary>Two lines of values are both in use: two devices.</summary>
    Forked,
}
