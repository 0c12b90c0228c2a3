using FleetPortal.Api;
using FleetPortal.Fleet.Applications;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Enrolment;
using FleetPortal.Slices.Things;

namespace FleetPortal.Slices.Applications;

/// <summary>The body of <c>POST /applications</c>.</summary>
/// <param name="Name">1 to 128 letters, digits, colons, underscores or hyphens; no Thing and no other application has it.</param>
/// <param name="Owner">Who answers for it.</param>
/// <param name="Note">What it is for.</param>
/// <param name="Hears">Topic filters that it may hear, such as <c>fleet/pump/+/telemetry/#</c>.</param>
/// <param name="Publishes">Topic filters that it may publish, such as <c>fleet/+/{group:plant-2}/commands/#</c>.</param>
/// <param name="MaxConnections">How many connections it may have at the same time; 8 if it is missing.</param>
public sealed record ApplicationBody(string? Name, string? Owner, string? Note,
    IReadOnlyList<string>? Hears, IReadOnlyList<string>? Publishes, int? MaxConnections);

/// <summary>The body of <c>PATCH /applications/{name}</c>. A missing field is not changed.</summary>
public sealed record ApplicationPatch(string? Owner, string? Note, IReadOnlyList<string>? Hears,
    IReadOnlyList<string>? Publishes, int? MaxConnections, bool? Enabled, long? Version);

/// <summary>An application with its rights and certificates.</summary>
/// <param name="Hears">The topic filters that it may hear.</param>
/// <param name="Publishes">The topic filters that it may publish.</param>
/// <param name="Connections">How many connections it has now.</param>
/// <param name="LastSeenAt">When a connection of it last began or ended; null for never.</param>
/// <param name="DeletedAt">When it was deleted; null if it was not.</param>
public sealed record ApplicationAnswer(
    string Name, string Owner, string Note, IReadOnlyList<string> Hears, IReadOnlyList<string> Publishes, bool Enabled,
    int Connections, int MaxConnections, IReadOnlyList<CertificateOfThing> Certificates, long Version, DateTimeOffset CreatedAt,
    DateTimeOffset? LastSeenAt, DateTimeOffset? DeletedAt)
{
    /// <summary>Converts a view of an application.</summary>
    public static ApplicationAnswer Of(ApplicationView view, LiveConnections connections)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(connections);
        return new ApplicationAnswer(view.Name, view.Owner, view.Note,
            [.. view.Rights.Hears.Select(right => right.Text)], [.. view.Rights.Publishes.Select(right => right.Text)], view.Enabled,
            connections.OfApplication(view.Name).Count, view.MaxConnections,
            [.. view.Certificates.Select(x => new CertificateOfThing(x.Id.ToString(), x.SerialNumber, x.Status, x.NotAfter))],
            view.Version, view.CreatedAt, view.LastSeenAt, view.DeletedAt);
    }
}

/// <summary>The answer of <c>DELETE /applications/{name}</c>.</summary>
public sealed record ApplicationDeletedAnswer(string Name, int SessionsClosed);

/// <summary>An enrolment token of an application that was just created.</summary>
/// <param name="Token">The secret, which the application sends as the password of HTTP Basic.</param>
/// <param name="ApplicationName">The application that may enrol with it.</param>
/// <param name="ExpiresAt">When the token expires.</param>
public sealed record ApplicationEnrolmentTokenAnswer([property: ShownOnce] string Token, string ApplicationName, DateTimeOffset ExpiresAt)
{
    /// <summary>Converts a new token.</summary>
    public static ApplicationEnrolmentTokenAnswer Of(EnrolmentToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return new ApplicationEnrolmentTokenAnswer(token.Token, token.ThingName, token.ExpiresAt);
    }
}

/// <summary>One kind of messages, and the applications that hear it.</summary>
/// <param name="ThingType">The type of the Things that publish it; null for lifecycle events.</param>
/// <param name="Channel">The channel, such as <c>telemetry</c>.</param>
/// <param name="Filter">The topic filter of all these messages.</param>
/// <param name="PerSecond">Messages per second; null for lifecycle events, which are not counted.</param>
/// <param name="HeardBy">The applications with a connection that subscribes to it now.</param>
/// <param name="Away">The other applications that are not connected and have a session that subscribes to it.</param>
/// <param name="MayHear">The enabled applications that may hear it and have no session that subscribes to it.</param>
public sealed record ListenersAnswer(string? ThingType, string Channel, string Filter, double? PerSecond,
    IReadOnlyList<string> HeardBy, IReadOnlyList<string> Away, IReadOnlyList<string> MayHear)
{
    /// <summary>Converts one kind of messages.</summary>
    public static ListenersAnswer Of(HeardMessages heard)
    {
        ArgumentNullException.ThrowIfNull(heard);
        return new ListenersAnswer(heard.ThingType, heard.Channel, heard.Filter, heard.PerSecond,
            heard.HeardBy, heard.Away, heard.MayHear);
    }
}
