using System.Globalization;
using System.Net;
using FleetPortal.Broker.Admission;
using FleetPortal.Broker.Handshakes;
using FleetPortal.Fleet.Attempts;
using FleetPortal.Fleet.Identity;
using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace FleetPortal.Broker;

/// <summary>
/// Runs before TLS. Takes the header of a proxy, reads what the client offers, closes connections that take too long, and records the
/// attempts that fail before MQTT with their reason, so that an operator can see why a device cannot connect.
/// </summary>
public sealed class ConnectionGuard(
    BrokerLimits limits, ConnectionBudgets budgets, DevicePort port, BrokerHost host, ConnectionProbes probes, AttemptRecorder recorder,
    TimeProvider time)
{
    /// <summary>Passes a connection of a listener for devices on to TLS, or closes it.</summary>
    public async Task RunAsync(ConnectionContext connection, DeviceListener listener, ConnectionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(listener);
        ArgumentNullException.ThrowIfNull(next);
        var slot = connection.Features.GetRequiredFeature<ConnectionSlot>();
        using var state = new HandshakeState(listener, limits.HandshakeTimeout, time);
        connection.Features.Set(state);
        var meter = await BeginAsync(connection, slot, state) ? HandshakeMeter.On(connection, limits.MaxHandshake) : null;
        if (meter is not null)
        {
            await next(connection);
        }

        if (state.IsCompleted)
        {
            return;
        }

        if (state.Deadline.IsCancellationRequested)
        {
            // At once: a client that does not read would keep the connection open.
            connection.Abort(new ConnectionAbortedException("The TLS handshake took too long."));
        }

        if (state.IsProbe && !slot.Shed)
        {
            probes.Add();
        }
        else
        {
            Refuse(connection, RefusalOf(slot, state, meter));
        }
    }

    /// <summary>
    /// Waits after TLS for the first octet of MQTT, and returns whether it came. A connection that closes without one is a probe if it has
    /// no certificate: it is counted. With a certificate it is a device, and the attempt is recorded.
    /// </summary>
    public async Task<bool> SendsPacketAsync(ConnectionContext connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        using var timeout = new CancellationTokenSource(limits.ConnectTimeout, time);
        try
        {
            var result = await connection.Transport.Input.ReadAsync(timeout.Token);
            var sends = !result.Buffer.IsEmpty;
            connection.Transport.Input.AdvanceTo(result.Buffer.Start);
            if (sends)
            {
                return true;
            }
        }
        catch (OperationCanceledException)
        {
            Refuse(connection, NoConnect(BrokerRefusals.ConnectTimeout, string.Create(CultureInfo.InvariantCulture,
                $"no CONNECT within {limits.ConnectTimeout.TotalSeconds:0} s"), "Send CONNECT at once after the TLS handshake."));
            connection.Abort(new ConnectionAbortedException("No CONNECT came in time."));
            return false;
        }
        catch (Exception e) when (e is IOException or ConnectionAbortedException)
        {
            // Reset by the other side: the same as closed.
        }

        NoteSilent(connection);
        return false;
    }

    /// <summary>Passes a connection on after its first octet.</summary>
    public async Task AwaitFirstOctetAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(next);
        using var timeout = new CancellationTokenSource(limits.HandshakeTimeout, time);
        try
        {
            var result = await connection.Transport.Input.ReadAsync(timeout.Token);
            if (!result.Buffer.IsEmpty)
            {
                connection.Features.GetRequiredFeature<ConnectionSlot>().Heard();
            }

            connection.Transport.Input.AdvanceTo(result.Buffer.Start);
        }
        catch (OperationCanceledException)
        {
            connection.Abort(new ConnectionAbortedException("Nothing was sent."));
        }
        catch (Exception e) when (e is IOException or ConnectionAbortedException)
        {
            // Closed by the other side. The protocol finds the same.
        }

        await next(connection);
    }

    /// <summary>Reads what comes before TLS. Returns whether TLS can begin.</summary>
    private async Task<bool> BeginAsync(ConnectionContext connection, ConnectionSlot slot, HandshakeState state)
    {
        try
        {
            state.Refusal = await TakeProxyHeaderAsync(connection, slot, state);
            if (state.Refusal is not null || state.IsProbe)
            {
                return false;
            }

            await PeekAsync(connection, slot, state);
            if (state.First == FirstOctets.Proxy)
            {
                state.Refusal = ProxyRefusals.NotAllowed(connection.RemoteEndPoint);
            }

            return state.First == FirstOctets.Tls && state.Refusal is null;
        }
        catch (OperationCanceledException e)
        {
            state.Failure = e;
        }
        catch (Exception e) when (e is IOException or ConnectionAbortedException)
        {
            state.Failure = e;
            state.IsProbe = state.First == FirstOctets.None;
        }

        return false;
    }

    /// <summary>Takes the header of a configured proxy, and counts the connection for the address that it announces.</summary>
    private async Task<HandshakeRefusal?> TakeProxyHeaderAsync(ConnectionContext connection, ConnectionSlot slot, HandshakeState state)
    {
        if (connection.RemoteEndPoint is not IPEndPoint { Address: var from } || !port.Proxies.Announces(from))
        {
            return null;
        }

        var input = connection.Transport.Input;
        state.AwaitsProxyHeader = true;
        while (true)
        {
            var result = await input.ReadAsync(state.Deadline);
            var reading = ProxyHeader.Read(result.Buffer, out var header);
            if (reading == ProxyHeaderReading.Incomplete && !result.IsCompleted)
            {
                input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
                continue;
            }

            state.AwaitsProxyHeader = false;
            state.IsProbe = result.Buffer.IsEmpty;
            input.AdvanceTo(result.Buffer.GetPosition(header.Length));
            if (state.IsProbe || reading != ProxyHeaderReading.Complete)
            {
                return reading == ProxyHeaderReading.Missing ? ProxyRefusals.Missing : ProxyRefusals.Malformed;
            }

            if (header.Source is not { } source)
            {
                return null;
            }

            connection.RemoteEndPoint = RemoteSource.WithoutMapping(source);
            return slot.Announce(RemoteSource.Of(source)) is { } code ? NoRoom(code) : null;
        }
    }

    /// <summary>Reads the ClientHello, without consuming it.</summary>
    private async Task PeekAsync(ConnectionContext connection, ConnectionSlot slot, HandshakeState state)
    {
        var input = connection.Transport.Input;
        while (true)
        {
            var result = await input.ReadAsync(state.Deadline);
            state.First = FirstOctetsReader.Of(result.Buffer);
            ClientHello? hello = null;
            var reading = ClientHelloReading.Malformed;
            if (state.First != FirstOctets.None)
            {
                slot.Heard();
                reading = state.First == FirstOctets.Tls ? ClientHello.Read(result.Buffer, out hello) : reading;
            }

            var isTooLarge = result.Buffer.Length > limits.MaxHandshake;
            if (!result.IsCompleted && !isTooLarge && (reading == ClientHelloReading.Incomplete || state.First == FirstOctets.None))
            {
                input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
                continue;
            }

            state.Hello = hello;
            state.IsProbe = state.First == FirstOctets.None;
            state.Refusal = reading == ClientHelloReading.Incomplete && isTooLarge ? TooLarge() : null;
            input.AdvanceTo(result.Buffer.Start);
            return;
        }
    }

    private HandshakeRefusal RefusalOf(ConnectionSlot slot, HandshakeState state, HandshakeMeter? meter) =>
        slot.Shed ? NoRoom(BrokerRefusals.ClosedForRoom)
        : state.Refusal is { } refusal ? refusal
        : meter is { IsExceeded: true } ? TooLarge()
        : state.Deadline.IsCancellationRequested ? HandshakeRefusals.TimeOver(state, limits.HandshakeTimeout)
        : HandshakeRefusals.Of(state, host.NamesInWords);

    private HandshakeRefusal TooLarge() => new(CheckCatalogue.HandshakeSize, BrokerRefusals.HandshakeTooLarge,
        "the TLS handshake is too large", $"more than {limits.MaxHandshake} octets before the handshake was over",
        "Let the device send its own certificate and the intermediate authorities above it, and nothing else.");

    private HandshakeRefusal NoRoom(string code)
    {
        var (compared, remedy) = AdmissionLabels.Of(code, budgets.Devices.Limits);
        return new HandshakeRefusal(CheckCatalogue.RoomForConnection, code, AdmissionLabels.Failure, compared, remedy);
    }

    private void NoteSilent(ConnectionContext connection)
    {
        if (connection.Features.GetRequiredFeature<ConnectionSlot>().Shed)
        {
            Refuse(connection, NoRoom(BrokerRefusals.ClosedForRoom));
        }
        else if (connection.Features.Get<TlsClientCertificate>() is { Certificate: not null })
        {
            Refuse(connection, NoConnect(BrokerRefusals.ConnectIncomplete,
                $"closed before CONNECT, after {connection.Features.Get<ITlsHandshakeFeature>()?.NegotiatedCipherSuite}",
                "Send CONNECT after the TLS handshake."));
        }
        else
        {
            probes.Add();
        }
    }

    private static HandshakeRefusal NoConnect(string code, string compared, string remedy) =>
        new(CheckCatalogue.PacketsKeepToProtocol, code, "the device sent no CONNECT", compared, remedy);

    private void Refuse(ConnectionContext connection, HandshakeRefusal refusal)
    {
        var (check, code, failure, compared, remedy) = refusal;
        var attempt = new ConnectAttempt { ClientId = "",
            RemoteAddress = connection.RemoteEndPoint?.ToString() ?? "", Protocol = "before MQTT" };
        recorder.Record(attempt,
            new Decision(false, code, [check.Failed(code, failure, compared, remedy)], null, null, null), TimeSpan.Zero);
    }
}
