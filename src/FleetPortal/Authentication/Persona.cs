using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Authentication;

/// <summary>Somebody ready-made to look at the demo fleet as. Offered in Development on loopback only.</summary>
/// <param name="Does">What this person comes for.</param>
public sealed record Persona(string Name, Role Role, string Does)
{
    /// <summary>The people of the demo.</summary>
    public static IReadOnlyList<Persona> All { get; } =
    [
        new("Mara", Role.Support, "Find a Thing, contain it, explain a refusal"),
        new("Rahel", Role.Operator, "Register Things, issue and rotate certificates"),
        new("Jonas", Role.Administrator, "Run authorities, accounts and API tokens"),
        new("Aiko", Role.Viewer, "Look at everything, change nothing"),
    ];
}
