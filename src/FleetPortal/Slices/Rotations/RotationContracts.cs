using FleetPortal.Fleet.Rotations;

namespace FleetPortal.Slices.Rotations;

/// <summary>Body of <c>POST /things/{name}/rotations</c>.</summary>
public sealed record RotationBody(int? GraceMinutes);

/// <summary>A rotation.</summary>
public sealed record RotationAnswer(
    string Id, string ThingName, string State, string OldCertificate, string? NewCertificate, DateTimeOffset RequestedAt, string RequestedBy,
    DateTimeOffset? IssuedAt, DateTimeOffset? ProvenAt, DateTimeOffset? CommitDueAt, DateTimeOffset? EndedAt, double GraceMinutes)
{
    /// <summary>From a view.</summary>
    public static RotationAnswer Of(RotationView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var state = view.State.ToString();
        return new RotationAnswer(
            view.Id, view.ThingName, char.ToLowerInvariant(state[0]) + state[1..], view.OldCertificate.ToString(), view.NewCertificate?.ToString(), view.RequestedAt, view.RequestedBy,
            view.IssuedAt, view.ProvenAt, view.CommitDueAt, view.EndedAt, view.Grace.TotalMinutes);
    }
}
