using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Simulator.Story;

namespace FleetPortal.Slices.Simulation;

/// <summary>
/// The administrator token with which the demo registers the authority of a maker. It is valid for a day, and is revoked when that is done.
/// </summary>
internal sealed class StoryToken(CreateApiToken create, RevokeApiToken revoke) : IStoryAccess
{
    /// <summary>The name of the token.</summary>
    public const string Name = "built-in simulator, set-up";

    private const int Days = 1;

    private string? _id;

    /// <inheritdoc/>
    public async Task<string> GrantAsync(CancellationToken cancellationToken)
    {
        var created = await create.ExecuteAsync(Name, Role.Administrator, Days, Actor.System, cancellationToken);
        _id = created.Token.Id;
        return created.Secret;
    }

    /// <inheritdoc/>
    public async Task EndAsync()
    {
        if (Interlocked.Exchange(ref _id, null) is { } id)
        {
            await revoke.ExecuteAsync(id, Actor.System, CancellationToken.None);
        }
    }
}
