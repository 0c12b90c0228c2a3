using System.Text.Json;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Topics;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Rotations;

/// <summary>Tells a device to rotate, on its own <c>…/commands/rotate</c>: at once, and again whenever it comes until it comes with the new certificate.</summary>
public sealed class RotationCommand(Registry registry, PendingRotationIndex watch, IDeviceMessenger notices)
{
    /// <summary>The command's name.</summary>
    public const string Command = "rotate";

    /// <summary>Tells the device if there is something to tell.</summary>
    public async Task TellAsync(string thingName, CancellationToken cancellationToken)
    {
        if (watch.ToTell(thingName) is not { } rotation)
        {
            return;
        }

        await using var db = registry.Read();
        var open = await db.Set<RotationRecord>().Where(x => x.Id == rotation && x.State < RotationState.Proven).Select(x => new { x.Thing!.Type }).SingleOrDefaultAsync(cancellationToken);
        if (open is null)
        {
            // It has ended with its new certificate, which somebody revoked.
            watch.ForgetTelling(thingName, rotation);
            return;
        }

        var policy = new TopicPolicy(thingName, open.Type);
        var payload = JsonSerializer.SerializeToUtf8Bytes(new { rotation, request = policy.RotationRequest, response = policy.RotationResponse }, JsonSerializerOptions.Web);
        await notices.SendAsync($"{policy.Prefix}/commands/{Command}", payload, cancellationToken);
    }
}
