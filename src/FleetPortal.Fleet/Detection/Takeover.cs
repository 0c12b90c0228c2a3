namespace FleetPortal.Fleet.Detection;

/// <summary>One takeover of a client identifier.</summary>
/// <param name="Since">When, on the clock that never jumps.</param>
/// <param name="At">When, as time of day.</param>
/// <param name="New">The connection that stayed.</param>
/// <param name="Old">The connection that ended.</param>
internal sealed record Takeover(TimeSpan Since, DateTimeOffset At, ClientEndpoint New, ClientEndpoint Old)
{
    /// <summary>How long after the takeover the old client answered; null if it did not, so that it may be gone.</summary>
    public TimeSpan? Answered { get; set; }

    /// <summary>Whether both used the same certificate.</summary>
    public bool IsOneCertificate => New.CertificateId == Old.CertificateId;

    /// <summary>Whether the two can be told apart: by their address, or by their software.</summary>
    public bool IsDistinct => !New.LooksLike(Old);
}
