using System.Buffers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;

namespace FleetPortal.Simulator;

/// <summary>
/// A device's part in a rotation: it makes a new key, asks for a certificate over its own connection, keeps both beside the old
/// ones, and comes back with them. The key never leaves the device.
/// </summary>
internal sealed class DeviceRotation(string thingName, DeviceStorage storage, ILogger logger) : IDisposable
{
    private ECDsa? _key;
    private string? _rotation;

    /// <summary>The request for a rotation command, or null where it is under way already or not understood.</summary>
    public byte[]? Begin(ReadOnlySequence<byte> command)
    {
        if ((string?)(JsonNode.Parse(command.ToArray()) as JsonObject)?["rotation"] is not { } rotation || rotation == _rotation)
        {
            return null;
        }

        _key?.Dispose();
        _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _rotation = rotation;
        var csr = new CertificateRequest($"CN={thingName}", _key, HashAlgorithmName.SHA256).CreateSigningRequest();
        return JsonSerializer.SerializeToUtf8Bytes(new { csr = Convert.ToBase64String(csr), request = rotation });
    }

    /// <summary>Takes the answer; true when there is a new identity to come back with.</summary>
    public bool Take(ReadOnlySequence<byte> response)
    {
        var answer = JsonNode.Parse(response.ToArray()) as JsonObject;
        if (_key is null || (string?)answer?["request"] != _rotation)
        {
            return false;
        }

        var key = _key;
        _key = null;
        using (key)
        {
            if ((string?)answer?["certificatePem"] is not { } certificate)
            {
                // Told again when it comes the next time.
                logger.LogWarning("{Thing} got no new certificate: {Code}", thingName, (string?)answer?["code"]);
                _rotation = null;
                return false;
            }

            storage.WriteNext(thingName, key, certificate);
            return true;
        }
    }

    /// <summary>The connection on which it was asked is gone; the answer may be lost, so the next command begins anew.</summary>
    public void Forget() => _rotation = null;

    public void Dispose() => _key?.Dispose();
}
