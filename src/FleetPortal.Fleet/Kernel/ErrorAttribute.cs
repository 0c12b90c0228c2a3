namespace FleetPortal.Fleet.Kernel;

/// <summary>Puts an error code into the catalogue. The page <c>src/docs/errors.md</c> is made from it.</summary>
/// <param name="kinds">The kinds of error that the code is used with; each kind is one HTTP status.</param>
[AttributeUsage(AttributeTargets.Field)]
public sealed class ErrorAttribute(params FleetErrorKind[] kinds) : Attribute
{
    /// <summary>The kinds of error; empty for a code that is returned without a <see cref="FleetError"/>.</summary>
    public IReadOnlyList<FleetErrorKind> Kinds { get; } = kinds;

    /// <summary>The HTTP status of a code that is returned without a <see cref="FleetError"/>; otherwise 0.</summary>
    public int Status { get; init; }
}
