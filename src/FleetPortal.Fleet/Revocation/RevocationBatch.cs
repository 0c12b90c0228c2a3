using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Revocation;

/// <summary>The state of a revocation batch.</summary>
public enum BatchState
{
    /// <summary>The batch is revoking its certificates.</summary>
    Running = 0,

    /// <summary>The first share is revoked. The batch waits until an operator resumes or stops it.</summary>
    Canary = 1,

    /// <summary>An operator stopped the batch; it may be resumed.</summary>
    Stopped = 2,

    /// <summary>Every certificate was processed.</summary>
    Done = 3,
}

/// <summary>The state of one certificate of a batch.</summary>
public enum BatchItemState
{
    /// <summary>The certificate was not processed yet.</summary>
    Waiting = 0,

    /// <summary>The certificate is revoked.</summary>
    Done = 1,

    /// <summary>The certificate could not be revoked.</summary>
    Failed = 2,
}

/// <summary>A certificate of a batch that could not be revoked, with the error.</summary>
public sealed record BatchFailure(string Id, string Code, string Message);

/// <summary>A revocation batch with its progress.</summary>
/// <param name="Selection">The selection as text.</param>
/// <param name="Canary">The number of certificates to revoke first; 0 if there is no first share.</param>
/// <param name="LeftWithoutCredential">The number of Things that have no usable certificate left, counted when the batch was
/// created.</param>
/// <param name="Known">The longest propagation times of its certificates; null before the first one.</param>
public sealed record RevocationBatchView(
    string Id, string Selection,
    RevocationReason Reason, BatchState State, int Total, int Canary, int Done, int Failed, int SessionsClosed, int LeftWithoutCredential,
    DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset? EndedAt, IReadOnlyList<BatchFailure> Failures, PropagationTimes? Known)
{
    /// <summary>The number of certificates that were not processed yet.</summary>
    public int Waiting => Total - Done - Failed;
}
