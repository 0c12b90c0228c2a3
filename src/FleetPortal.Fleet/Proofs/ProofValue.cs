using FleetPortal.Fleet.Detection;

namespace FleetPortal.Fleet.Proofs;

/// <summary>A value that was handed out. Only its hash is kept.</summary>
internal sealed record ProofValue
{
    /// <summary>Its number; later ones are higher.</summary>
    public required long Number { get; init; }

    /// <summary>The number of the value that was in use when this one was handed out; 0 for none.</summary>
    public required long Parent { get; init; }

    /// <summary>The SHA-256 of the value.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>When a client showed it last; null if nobody did.</summary>
    public DateTimeOffset? ShownAt { get; init; }

    /// <summary>Who showed it last; null if nobody did, or long ago.</summary>
    public ClientEndpoint? ShownBy { get; init; }

    /// <summary>Whether it was in use when a client showed an older value: another line of values ends here.</summary>
    public bool IsLeft { get; init; }
}
