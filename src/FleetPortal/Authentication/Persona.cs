using FleetPortal.Fleet.Access;

namespace FleetPortal.Authentication;

/// <summary>Somebody ready-made to look at the demo fleet as. Offered in Development on loopback only.</summary>
/// <param name="Does">What this person comes for.</param>
public sealed record Persona(string Name, string Initials, Role Role, string Does)
{
    /// <summary>The three people of the demo.</summary>
    public static IReadOnlyList<Persona> All { get; } =
    [
        new("Mara", "ML", Role.Support, "Find a Thing, contain it, explain a refusal"),
        new("Jonas", "JW", Role.Administrator, "Register, issue, revoke, run authorities"),
        new("Aiko", "AT", Role.Viewer, "Look at everything, change nothing"),
    ];
}
