using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Enrolment;

/// <summary>Removes the enrolment tokens of a Thing that is retired.</summary>
internal sealed class DropEnrolmentTokens : IRetirementStep
{
    /// <inheritdoc/>
    public void Retire(WriteScope scope, ThingRecord thing, Actor actor) => EnrolmentTokens.ForgetThing(scope, thing.Name);
}
