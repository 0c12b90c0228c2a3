using System.Text.Json;
using FleetPortal.Fleet.Identity;

namespace FleetPortal.Fleet.Attempts;

/// <summary>An attempt and its decision in the queue, before it becomes a row.</summary>
internal sealed record NotedAttempt(ConnectAttempt Attempt, Decision Decision, TimeSpan DecidedIn, DateTimeOffset At)
{
    private const int MaxText = 256;

    /// <summary>Creates the row of this attempt.</summary>
    public AttemptRecord ToRecord(bool known) => new()
    {
        At = At,
        FirstAt = At,
        Count = 1,
        Known = known,
        ClientId = Cut(Attempt.ClientId)!,
        RemoteAddress = Attempt.RemoteAddress,
        Protocol = Attempt.Protocol,
        ThingName = Decision.PrincipalName,
        CertificateId = Decision.CertificateId?.ToOctets(),
        Allowed = Decision.Allowed,
        Code = Decision.Code,
        DecidedInMicroseconds = (int)Math.Min(int.MaxValue, DecidedIn.TotalMicroseconds),
        Checks = JsonSerializer
            .Serialize(Decision.Checks.Select(check => check with { Compared = Cut(check.Compared), Remedy = Cut(check.Remedy) })),
    };

    /// <summary>Shortens a text to 256 characters. A client identifier or a topic may have 65,535 octets.</summary>
    public static string? Cut(string? text) => text is { Length: > MaxText } ? text[..MaxText] + "…" : text;
}
