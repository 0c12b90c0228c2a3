using FleetPortal.Fleet.Rotations;

namespace FleetPortal.Slices.Rotations;

/// <summary>The body of <c>POST /things/{name}/rotations</c>.</summary>
/// <param name="GraceMinutes">The grace period in minutes; null takes the default.</param>
public sealed record RotationBody(int? GraceMinutes);

/// <summary>A rotation, as the API returns it.</summary>
public sealed record RotationAnswer(
    string Id, string ThingName,
    RotationState State, string OldCertificate, string? NewCertificate, DateTimeOffset RequestedAt, string RequestedBy,
    DateTimeOffset? IssuedAt, DateTimeOffset? ProvenAt, DateTimeOffset? CommitDueAt, DateTimeOffset? EndedAt, double GraceMinutes)
{
    /// <summary>Converts a view of a rotation.</summary>
    public static RotationAnswer Of(RotationView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new RotationAnswer(
            view.Id, view.ThingName,
            view.State, view.OldCertificate.ToString(), view.NewCertificate?.ToString(), view.RequestedAt, view.RequestedBy,
            view.IssuedAt, view.ProvenAt, view.CommitDueAt, view.EndedAt, view.Grace.TotalMinutes);
    }
}
