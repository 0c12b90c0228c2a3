using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;

namespace FleetPortal.Simulator.Story;

/// <summary>
/// Makes the history of the demo fleet, once: what operators, a maker and the devices did. Each step is done through the public API and
/// remembered in <see cref="StoryProgress"/>. A step that fails is logged, and the next start tries it again.
/// </summary>
internal sealed partial class StorySetUp(SimulatorOptions options, PortalClient portal,
    DeviceStorage storage, StoryProgress progress, TimeProvider time, ILogger logger)
{
    private const int Generations = 3;
    private const string AuthorityStep = "authority";
    private static readonly TimeSpan _rotationLimit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _rotationPoll = TimeSpan.FromMilliseconds(250);

    /// <summary>Adds the Things that need no device, and those with a certificate of their maker.</summary>
    public Task AddThingsAsync(IReadOnlyCollection<SimulatedThing> things, CancellationToken cancellationToken) => Task.WhenAll(
    [
        ImportAsync([.. things.Where(thing => thing.Plan.Role == ThingRole.MakersCertificate)], cancellationToken),
        .. Of(things, ThingRole.WaitingForInstallation, thing => portal.RegisterAsync(thing.Plan, cancellationToken), cancellationToken),
        .. Of(things, ThingRole.NeverConnected, async thing =>
        {
            using var identity = await thing.EnrolAsync(portal, cancellationToken);
        }, cancellationToken),
    ]);

    /// <summary>Does to the connected Things what their roles say.</summary>
    public Task ChangeThingsAsync(IReadOnlyCollection<SimulatedThing> things, CancellationToken cancellationToken) => Task.WhenAll(
    [
        .. Of(things, ThingRole.OnHold, thing => PostAsync(IdOf(thing.Name), "hold",
            new { note = thing.Plan.Attributes?["note"] }, cancellationToken), cancellationToken),
        .. Of(things, ThingRole.Stolen, thing => PostAsync(IdOf(thing.Name), "revoke",
            new { reason = "keyCompromise" }, cancellationToken), cancellationToken),
        .. Of(things, ThingRole.Replaced, thing => ReplaceAsync(thing, cancellationToken), cancellationToken),
        .. Of(things, ThingRole.RenewedTwice, thing => RenewAsync(thing.Name, cancellationToken), cancellationToken),
        .. Of(things, ThingRole.Offline, thing => thing.SwitchOffAsync(), cancellationToken),
    ]);

    private IEnumerable<Task> Of(IEnumerable<SimulatedThing> things,
        ThingRole role, Func<SimulatedThing, Task> step, CancellationToken cancellationToken) =>
        things.Where(thing => thing.Plan.Role == role).Select(thing => TryAsync(thing.Name, () => step(thing), cancellationToken));

    /// <summary>Does a step if it is not done yet. Returns whether it is done.</summary>
    private async Task<bool> TryAsync(string name, Func<Task> step, CancellationToken cancellationToken)
    {
        if (progress.IsDone(name))
        {
            return true;
        }

        try
        {
            await step();
            progress.MarkDone(name);
            return true;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // An error of the story must not stop the fleet.
            LogFailed(e, name);
            return false;
        }
    }

    /// <summary>Registers the authority of the maker, and imports the certificates that it gave to its devices.</summary>
    private async Task ImportAsync(IReadOnlyCollection<SimulatedThing> things, CancellationToken cancellationToken)
    {
        if (things.All(thing => progress.IsDone(thing.Name)))
        {
            return;
        }

        using var maker = DeviceMaker.Open(storage, time.GetUtcNow());
        if (await TryAsync(AuthorityStep, () => RegisterAsync(maker, cancellationToken), cancellationToken))
        {
            await Task.WhenAll(things.Select(
                thing => TryAsync(thing.Name, () => ImportAsync(thing.Plan, maker, cancellationToken), cancellationToken)));
        }
    }

    private async Task RegisterAsync(DeviceMaker maker, CancellationToken cancellationToken)
    {
        try
        {
            using var administrator = new PortalClient(
                options.Portal, await options.Story!.GrantAsync(cancellationToken), options.PortalTrust);
            var code = await administrator.PostAsync("authorities/registration-codes", new { }, cancellationToken);
            await IgnoreConflictAsync(administrator.PostAsync("authorities", new
            {
                certificatePem = maker.AuthorityPem,
                verificationCertificatePem = maker.Prove((string)code["code"]!),
            }, cancellationToken));
        }
        finally
        {
            await options.Story!.EndAsync();
        }
    }

    private async Task ImportAsync(ThingPlan plan, DeviceMaker maker, CancellationToken cancellationToken)
    {
        await portal.RegisterAsync(plan, cancellationToken);
        if (!storage.Has(plan.Name))
        {
            using var key = DeviceKey.Create(plan.Key);
            using var made = storage.Write(plan.Name, key, maker.Issue(plan.Name, key, plan.ValidityDays!.Value));
        }

        using var identity = storage.Read(plan.Name)!;
        await IgnoreConflictAsync(portal.PostAsync($"things/{plan.Name}/certificates/registered",
            new { certificatePem = identity.ExportCertificatePem() }, cancellationToken));
    }

    /// <summary>Gives a device a new key and certificate, and revokes the old one. The device then connects with the new one.</summary>
    private async Task ReplaceAsync(SimulatedThing thing, CancellationToken cancellationToken)
    {
        if ((await CertificatesAsync(thing.Name, cancellationToken)).Count == 1)
        {
            using var key = DeviceKey.Create(thing.Plan.Key);
            var (_, pem) = await portal.IssueAsync(
                thing.Name, DeviceKey.RequestOf(thing.Name, key).CreateSigningRequestPem(), null, cancellationToken);
            storage.WriteNext(thing.Name, key, pem);
        }

        using var next = storage.ReadNext(thing.Name);
        using var current = next is null ? storage.Read(thing.Name) : null;
        var kept = IdOf((next ?? current)!);
        foreach (var certificate in await CertificatesAsync(thing.Name, cancellationToken))
        {
            if ((string)certificate!["status"]! == "active" && (string)certificate["id"]! != kept)
            {
                await PostAsync((string)certificate["id"]!, "revoke", new { reason = "superseded" }, cancellationToken);
            }
        }
    }

    /// <summary>Lets the device rotate its certificate until it has had three.</summary>
    private async Task RenewAsync(string name, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_rotationLimit);
        for (var count = (await CertificatesAsync(name, limit.Token)).Count; count < Generations; count++)
        {
            await IgnoreConflictAsync(portal.PostAsync($"things/{name}/rotations", new { graceMinutes = 0 }, limit.Token));
            while ((await portal.GetAsync($"things/{name}/rotations", limit.Token))["items"]!.AsArray()
                .Any(rotation => (string)rotation!["state"]! is "requested" or "issued" or "proven"))
            {
                await Task.Delay(_rotationPoll, time, limit.Token);
            }
        }
    }

    private async Task<JsonArray> CertificatesAsync(string name, CancellationToken cancellationToken) =>
        (await portal.GetAsync($"things/{name}", cancellationToken))["certificates"]!.AsArray();

    private Task PostAsync(string certificate, string action, object body, CancellationToken cancellationToken) =>
        IgnoreConflictAsync(portal.PostAsync($"certificates/{certificate}/{action}", body, cancellationToken));

    /// <summary>Awaits a request. The portal answers with a conflict if an earlier start was interrupted after the request.</summary>
    private static async Task IgnoreConflictAsync(Task request)
    {
        try
        {
            await request;
        }
        catch (HttpRequestException e) when (e.StatusCode == HttpStatusCode.Conflict)
        {
            // It is done.
        }
    }

    private string IdOf(string thingName)
    {
        using var identity = storage.Read(thingName)!;
        return IdOf(identity);
    }

    private static string IdOf(X509Certificate2 certificate) => certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant();

    [LoggerMessage(5311, LogLevel.Warning, "The step {Step} of the demo failed. The next start tries it again.")]
    private partial void LogFailed(Exception exception, string step);
}
