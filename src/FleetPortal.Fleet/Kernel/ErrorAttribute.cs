namespace FleetPortal.Fleet.Kernel;

/// <summary>Says how an error code of a catalogue is answered. The page <c>src/docs/errors.md</c> is made from it.</summary>
/// <param name="kinds">The kinds of refusal that the code comes with; each is one HTTP status.</param>
[AttributeUsage(AttributeTargets.Field)]
public sealed class ErrorAttribute(params FleetErrorKind[] kinds) : Attribute
{
    /// <summary>The kinds of refusal; empty for a code that is answered without a <see cref="FleetError"/>.</summary>
    public IReadOnlyList<FleetErrorKind> Kinds { get; } = kinds;

    /// <summary>The HTTP status of a code that is answered without a <see cref="FleetError"/>; otherwise 0.</summary>
    public int Status { get; init; }
}
