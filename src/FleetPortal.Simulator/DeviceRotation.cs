using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;

namespace FleetPortal.Simulator;

/// <summary>
/// The device's part of a rotation: it makes a new key, requests a certificate over its own connection, stores both beside the old ones,
/// and reconnects with them. The key never leaves the device.
/// </summary>
internal sealed partial class DeviceRotation(string thingName, DeviceKeyKind kind, DeviceStorage storage, ILogger logger) : IDisposable
{
    private AsymmetricAlgorithm? _key;
    private string? _rotation;

    /// <summary>The request that answers a rotation command; null if that rotation is running or the command is invalid.</summary>
    public byte[]? Begin(ReadOnlySequence<byte> command)
    {
        if ((string?)(JsonNode.Parse(command.ToArray()) as JsonObject)?["rotation"] is not { } rotation || rotation == _rotation)
        {
            return null;
        }

        _key?.Dispose();
        _key = DeviceKey.Create(kind);
        _rotation = rotation;
        var csr = DeviceKey.RequestOf(thingName, _key).CreateSigningRequest();
        return JsonSerializer.SerializeToUtf8Bytes(new { csr = Convert.ToBase64String(csr), request = rotation });
    }

    /// <summary>Stores the certificate of the answer; true if the device has to reconnect with it.</summary>
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
                // The portal repeats the command when the device connects the next time.
                LogRefused(thingName, (string?)answer?["code"]);
                _rotation = null;
                return false;
            }

            storage.WriteNext(thingName, key, certificate);
            return true;
        }
    }

    /// <summary>Forgets the running rotation when its connection ends. The answer may be lost, so the next command starts again.</summary>
    public void Forget() => _rotation = null;

    public void Dispose() => _key?.Dispose();

    [LoggerMessage(5101, LogLevel.Warning, "Simulated Thing {Thing} received no new certificate; the portal answered {Code}.")]
    private partial void LogRefused(string thing, string? code);
}
