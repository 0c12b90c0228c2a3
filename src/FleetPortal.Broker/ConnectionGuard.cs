using System.Buffers;
using FleetPortal.Broker.Admission;
using FleetPortal.Fleet.Attempts;
using FleetPortal.Fleet.Identity;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace FleetPortal.Broker;

/// <summary>
/// Runs before TLS. Closes connections that send nothing, and records the attempts that fail before MQTT, so that an operator can see why a
/// device cannot connect.
/// </summary>
public sealed class ConnectionGuard(BrokerLimits limits, ConnectionBudgets budgets, AttemptRecorder recorder, TimeProvider time)
{
    private const int ClientHelloVersionOffset = 9;
    private const byte TlsHandshake = 0x16;
    private const byte MqttConnect = 0x10;

    /// <summary>Passes a connection on to TLS, or closes it.</summary>
    public async Task RunAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(next);
        var admission = connection.Features.GetRequiredFeature<ConnectionSlot>();
        var hello = await PeekAsync(connection, admission);
        var meter = HandshakeMeter.On(connection, limits.MaxHandshake);
        await next(connection);
        if (admission.Shed)
        {
            var (compared, remedy) = AdmissionLabels.Of(BrokerRefusals.ClosedForRoom, budgets.Devices.Limits);
            Refuse(connection, CheckCatalogue.RoomForConnection, BrokerRefusals.ClosedForRoom, AdmissionLabels.Failure, compared, remedy);
        }
        else if (meter.IsExceeded)
        {
            Refuse(connection, CheckCatalogue.HandshakeSize, BrokerRefusals.HandshakeTooLarge,
                "the TLS handshake is too large", $"more than {limits.MaxHandshake} octets before the handshake was over",
                "Let the device send its own certificate and the intermediate authorities above it, and nothing else.");
        }
        else if (connection.Features.Get<TlsClientCertificate>() is not { HandshakeCompleted: true })
        {
            Refuse(connection, CheckCatalogue.TransportIsTls, RefusalCodes.TransportNotTls,
                "the connection does not use TLS 1.2 or newer", hello, "Connect with TLS 1.2 or 1.3 to this port.");
        }
    }

    /// <summary>Passes a connection on after its first octet.</summary>
    public async Task AwaitFirstOctetAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(next);
        await PeekAsync(connection, connection.Features.GetRequiredFeature<ConnectionSlot>());
        await next(connection);
    }

    private void Refuse(ConnectionContext connection, Check check, string code, string failure, string compared, string remedy)
    {
        var attempt = new ConnectAttempt { ClientId = "",
            RemoteAddress = connection.RemoteEndPoint?.ToString() ?? "", Protocol = "before MQTT" };
        recorder.Record(attempt,
            new Decision(false, code, [check.Failed(code, failure, compared, remedy)], null, null, null), TimeSpan.Zero);
    }

    /// <summary>Describes the protocol by its first octets, without consuming them.</summary>
    private async Task<string> PeekAsync(ConnectionContext connection, ConnectionSlot admission)
    {
        using var timeout = new CancellationTokenSource(limits.HandshakeTimeout, time);
        try
        {
            var result = await connection.Transport.Input.ReadAsync(timeout.Token);
            var words = Describe(result.Buffer);
            if (!result.Buffer.IsEmpty)
            {
                admission.Heard();
            }

            connection.Transport.Input.AdvanceTo(result.Buffer.Start);
            return words;
        }
        catch (OperationCanceledException)
        {
            connection.Abort(new ConnectionAbortedException("Nothing was sent."));
            return "nothing was sent";
        }
        catch (Exception e) when (e is IOException or ConnectionAbortedException)
        {
            return "closed by the other side";
        }
    }

    private static string Describe(ReadOnlySequence<byte> buffer)
    {
        Span<byte> first = stackalloc byte[ClientHelloVersionOffset + 2];
        var length = (int)Math.Min(first.Length, buffer.Length);
        buffer.Slice(0, length).CopyTo(first);
        if (length == 0)
        {
            return "nothing was sent";
        }

        if (first[0] == MqttConnect)
        {
            return "MQTT without TLS";
        }

        if (first[0] != TlsHandshake || length < first.Length)
        {
            return "not TLS";
        }

        // legacy_version of the ClientHello, RFC 8446 §4.1.2: 1.3 says 1.2 here, too.
        return (first[ClientHelloVersionOffset], first[ClientHelloVersionOffset + 1]) switch
        {
            (3, 1) => "TLS 1.0 at most",
            (3, 2) => "TLS 1.1 at most",
            (3, 3) => "the TLS handshake was not completed: no shared version, cipher or ALPN name, or our certificate was not accepted",
            _ => "an SSL version",
        };
    }
}
