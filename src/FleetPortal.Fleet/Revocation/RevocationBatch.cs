using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Revocation;

/// <summary>What a batch of revocations does now.</summary>
public enum BatchState
{
    /// <summary>It revokes.</summary>
    Running = 0,

    /// <summary>The canary is revoked; somebody looks, and lets the rest follow or stops.</summary>
    Canary = 1,

    /// <summary>Somebody stopped it; it may be resumed.</summary>
    Stopped = 2,

    /// <summary>Every certificate has had its turn.</summary>
    Done = 3,
}

/// <summary>How far a certificate of a batch is.</summary>
public enum BatchItemState
{
    /// <summary>Its turn has not come.</summary>
    Waiting = 0,

    /// <summary>It is revoked.</summary>
    Done = 1,

    /// <summary>It was not revoked.</summary>
    Failed = 2,
}

/// <summary>A certificate that was not revoked.</summary>
public sealed record BatchFailure(string Id, string Code, string Message);

/// <summary>A batch with its progress.</summary>
/// <param name="Selection">What was chosen, in words.</param>
/// <param name="Canary">How many were to be revoked first.</param>
/// <param name="LeftWithoutCredential">Things that it leaves without a certificate that lets them in, as counted when it began.</param>
/// <param name="Known">The longest that any certificate of it took until each part of the world knew; null before the first.</param>
public sealed record RevocationBatchView(
    string Id, string Selection, RevocationReason Reason, BatchState State, int Total, int Canary, int Done, int Failed, int SessionsClosed, int LeftWithoutCredential,
    DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset? EndedAt, IReadOnlyList<BatchFailure> Failures, PropagationTimes? Known)
{
    /// <summary>Those whose turn has not come.</summary>
    public int Waiting => Total - Done - Failed;
}
