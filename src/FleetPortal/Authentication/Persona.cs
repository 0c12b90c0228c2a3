using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Authentication;

/// <summary>A ready-made person of the demo, who signs in without a password. Offered only in Development and on loopback.</summary>
/// <param name="Name">The name of the person.</param>
/// <param name="Role">The role of the person.</param>
/// <param name="Does">The tasks of the person, as the sign-in page shows them.</param>
public sealed record Persona(string Name, Role Role, string Does)
{
    /// <summary>All personas, in the order of the sign-in page.</summary>
    public static IReadOnlyList<Persona> All { get; } =
    [
        new("Mara", Role.Support, "Find a Thing, contain it, explain a refusal"),
        new("Rahel", Role.Operator, "Register Things, issue and rotate certificates"),
        new("Jonas", Role.Administrator, "Run authorities, accounts and API tokens"),
        new("Aiko", Role.Viewer, "Look at everything, change nothing"),
    ];
}
