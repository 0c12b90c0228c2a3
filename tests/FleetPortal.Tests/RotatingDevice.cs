using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FleetPortal.Pki.Text;
using FleetPortal.Tests.Hosting;
using MQTTnet.Exceptions;
using Xunit;

namespace FleetPortal.Tests;

/// <summary>
/// A device that is rotated again and again by a portal that keeps dying. It keeps what it was given, and goes on from there.
/// </summary>
internal sealed class RotatingDevice(string name) : IDisposable
{
    private readonly List<(string Rotation, string Certificate)> _retired = [];
    private X509Certificate2? _own;
    private X509Certificate2? _next;
    private string? _rotation;
    private LifeStep _step;
    private bool _proven;

    /// <summary>The steps in which the portal died.</summary>
    public List<LifeStep> Interrupted { get; } = [];

    /// <summary>How many rotations were answered as committed.</summary>
    public int Committed => _retired.Count;

    /// <summary>Rotates until the portal is gone.</summary>
    public async Task WorkAsync(DyingPortal portal)
    {
        try
        {
            _own ??= await EnrolAsync(portal);
            while (true)
            {
                await StepAsync(portal);
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException or MqttCommunicationException)
        {
            // This step was never answered: nothing is promised about it, and the device takes it again.
            Interrupted.Add(_step);
        }
    }

    /// <summary>Everything that was answered is still so.</summary>
    public async Task AssertWhatWasPromisedAsync(DyingPortal portal)
    {
        var certificates = (await portal.GetAsync($"/things/{name}"))["certificates"]!
            .AsArray().ToDictionary(x => (string)x!["id"]!, x => (string)x!["status"]!);
        Assert.All(_retired, x => Assert.Equal("revoked", certificates[x.Certificate]));
        foreach (var (rotation, _) in _retired)
        {
            Assert.Equal("committed", await StateAsync(portal, rotation));
        }

        if (_proven)
        {
            Assert.Contains(await StateAsync(portal, _rotation!), new[] { "proven", "committed" });
        }

        await DeviceConnection.AssertLetInAsync(portal.MqttPort, name, _next ?? _own!);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _own?.Dispose();
        _next?.Dispose();
    }

    private async Task StepAsync(DyingPortal portal)
    {
        if (_rotation is null)
        {
            Begins(portal, LifeStep.Begin);
            var (status, begun) = await portal.PostAsync($"/things/{name}/rotations", new { graceMinutes = 60 });
            Assert.True(status == HttpStatusCode.Created || (string?)begun["code"] == "rotation-open", begun.ToJsonString());
            _rotation = await OpenAsync(portal);
        }

        if (_next is null)
        {
            Begins(portal, LifeStep.Issue);
            _next = await EstClient.RenewAsync(portal.DevicesAddress, name, _own!);
        }

        Begins(portal, LifeStep.Prove);
        await DeviceConnection.AssertLetInAsync(portal.MqttPort, name, _next);
        _proven = true;

        Begins(portal, LifeStep.Commit);
        var (ended, answer) = await portal.PostAsync($"/things/{name}/rotations/{_rotation}/commit", new { });
        Assert.True(ended == HttpStatusCode.OK, answer.ToJsonString());
        Assert.Equal((IdOf(_own!), IdOf(_next)), ((string)answer["oldCertificate"]!, (string)answer["newCertificate"]!));
        _retired.Add((_rotation, IdOf(_own!)));
        _own!.Dispose();
        (_own, _next, _rotation, _proven) = (_next, null, null, false);
    }

    private void Begins(DyingPortal portal, LifeStep step)
    {
        _step = step;
        portal.Begins(step);
    }

    private async Task<X509Certificate2> EnrolAsync(DyingPortal portal)
    {
        await portal.PostAsync("/things", new { name });
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (_, issued) = await portal.PostAsync($"/things/{name}/certificates",
            new { csrPem = EstClient.RequestOf(name, key).CreateSigningRequestPem() });
        return X509Certificate2.CreateFromPem((string)issued["certificatePem"]!, key.ExportPkcs8PrivateKeyPem());
    }

    private async Task<string> OpenAsync(DyingPortal portal)
    {
        var rotations = (await portal.GetAsync($"/things/{name}/rotations"))["items"]!.AsArray();
        return (string)rotations.Single(x => (string)x!["state"]! is not ("committed" or "rolledBack"))!["id"]!;
    }

    private async Task<string> StateAsync(
        DyingPortal portal, string rotation) => (string)(await portal.GetAsync($"/things/{name}/rotations/{rotation}"))["state"]!;

    private static string IdOf(X509Certificate2 certificate) => CertificateId.Of(certificate.RawData).ToString();
}
