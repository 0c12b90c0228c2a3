using System.Text.Json;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Topics;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Rotations;

/// <summary>
/// Sends the rotation command to a device, on <c>…/commands/rotate</c>: at once, and at every connect until the device connects with the
/// new certificate.
/// </summary>
public sealed class RotationCommand(Registry registry, PendingRotationIndex watch, IDeviceMessenger notices)
{
    /// <summary>The name of the command.</summary>
    public const string Command = "rotate";

    /// <summary>Sends the command if a rotation of the Thing is pending.</summary>
    public async Task TellAsync(string thingName, CancellationToken cancellationToken)
    {
        if (watch.ToTell(thingName) is not { } rotation)
        {
            return;
        }

        await using var db = registry.Read();
        var open = await db.Set<RotationRecord>().Where(x => x.Id == rotation && x.State < RotationState.Proven)
            .Select(x => new { x.Thing!.Type }).SingleOrDefaultAsync(cancellationToken);
        if (open is null)
        {
            // The rotation has ended because its new certificate was revoked.
            watch.ForgetTelling(thingName, rotation);
            return;
        }

        var policy = new ThingTopicPolicy(thingName, open.Type);
        var payload = JsonSerializer.SerializeToUtf8Bytes(
            new { rotation, request = policy.RotationRequest, response = policy.RotationResponse }, JsonSerializerOptions.Web);
        await notices.SendAsync($"{policy.Prefix}/commands/{Command}", payload, cancellationToken);
    }
}
