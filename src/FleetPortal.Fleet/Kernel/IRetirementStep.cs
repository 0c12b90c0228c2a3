namespace FleetPortal.Fleet.Kernel;

/// <summary>
/// A step that a slice adds to the transaction in which a Thing is retired: it removes what was promised to this Thing, because the next
/// owner of
/// the name is another Thing. The steps run after the certificates of the Thing are revoked, in the order of their registration.
/// </summary>
internal interface IRetirementStep : IWriteStep
{
    /// <summary>Removes what the slice stores of the Thing.</summary>
    /// <param name="scope">The transaction.</param>
    /// <param name="thing">The Thing, still under its name.</param>
    /// <param name="actor">Who retires it.</param>
    void Retire(WriteScope scope, ThingRecord thing, Actor actor);
}
