using System.Globalization;
using FleetPortal.Fleet.Detection;
using FleetPortal.Fleet.Identity;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Tests.Detection;

/// <summary>Writes what happened to one Thing, and replays it through a detector. Time is what the trace says.</summary>
internal sealed class Trace(string thing = "pump-1", DetectionLimits? limits = null)
{
    private static readonly DateTimeOffset Start = new(2026, 11, 27, 2, 0, 0, TimeSpan.Zero);

    private readonly List<Suspicion> _said = [];
    private CloneDetector _detector = new(limits ?? DetectionLimits.Default);
    private TimeSpan _now;
    private TimeSpan _clock;
    private ClientEndpoint? _live;
    private int _connections;

    /// <summary>What the detector said, in order.</summary>
    public IReadOnlyList<Suspicion> Said => _said;

    /// <summary>The kinds that it said, each once.</summary>
    public IEnumerable<string> Kinds => _said.Select(suspicion => suspicion.Kind).Distinct(StringComparer.Ordinal);

    /// <summary>The software of a usual device.</summary>
    public static string Usual { get; } = "t13i310500_aaaaaaaaaaaa_bbbbbbbbbbbb";

    /// <summary>The software of something else.</summary>
    public static string Other { get; } = "t12i080600_cccccccccccc_dddddddddddd";

    /// <summary>Lets time pass before the next event.</summary>
    public Trace Wait(double seconds)
    {
        _now += TimeSpan.FromSeconds(seconds);
        return this;
    }

    /// <summary>Moves the clock of the machine, but not the time that passes.</summary>
    public Trace JumpClock(double seconds)
    {
        _clock += TimeSpan.FromSeconds(seconds);
        return this;
    }

    /// <summary>Restarts the portal: the detector forgets everything.</summary>
    public Trace Restart()
    {
        (_detector, _live) = (new CloneDetector(limits ?? DetectionLimits.Default), null);
        return this;
    }

    /// <summary>
    /// The Thing connects. If it is connected, it takes its own session over, and the old client answers the farewell or is silent.
    /// </summary>
    public Trace Connect(string address, bool answers = false, string? software = null, string certificate = "one", int repeat = 1)
    {
        var endpoint = EndpointOf(address, software, certificate);
        if (_live is { } old)
        {
            Take(new TookOver(_now, At, thing, PrincipalKind.Thing, endpoint, old), repeat);
            if (answers)
            {
                Wait(0.003);
                Take(new OldAnswered(_now, At, thing, PrincipalKind.Thing, old.ConnectionId, TimeSpan.FromMilliseconds(3)), repeat);
            }
        }

        _live = endpoint;
        Take(new Connected(_now, At, thing, PrincipalKind.Thing, endpoint), repeat);
        return this;
    }

    /// <summary>The connection of the Thing ends.</summary>
    public Trace Leave()
    {
        _live = null;
        return this;
    }

    /// <summary>The Thing connects after it left, and its rolling proof says something. The other side has another address.</summary>
    public Trace Show(string address, ProofVerdict verdict, string? other = null, int repeat = 1)
    {
        var endpoint = EndpointOf(address, null, "one");
        Take(new Connected(_now, At, thing, PrincipalKind.Thing, endpoint), repeat);
        Take(new ProofShown(_now, At, thing, PrincipalKind.Thing, endpoint, verdict, other is null ? null : EndpointOf(other, null, "one")),
            repeat);
        return this;
    }

    /// <summary>A client with the certificate of the Thing is refused.</summary>
    public Trace Refuse(string address, string code = RefusalCodes.StatusNotActive, string? clientId = null)
    {
        var endpoint = EndpointOf(address, null, "one") with { ConnectionId = "", ClientId = clientId ?? thing };
        Take(new Refused(_now, At, thing, PrincipalKind.Thing, endpoint, code), 1);
        return this;
    }

    /// <summary>A client shows the certificate that a rotation has replaced some time ago.</summary>
    public Trace ShowRetired(string address, double ago, string? software = null)
    {
        var endpoint = EndpointOf(address, software, "one") with { ConnectionId = "" };
        Take(new Refused(_now, At, thing, PrincipalKind.Thing, endpoint, RefusalCodes.StatusNotActive)
        {
            RetiredAt = At.AddSeconds(-ago),
        }, 1);
        return this;
    }

    /// <summary>Another Thing asks for a certificate with the key of this one.</summary>
    public Trace ShareKey(string other)
    {
        Take(new KeySeenAgain(_now, At, thing, PrincipalKind.Thing, other), 1);
        return this;
    }

    /// <summary>Does something several times, with a pause after each.</summary>
    public Trace Times(int count, double seconds, Func<Trace, int, Trace> step)
    {
        for (var i = 0; i < count; i++)
        {
            step(this, i).Wait(seconds);
        }

        return this;
    }

    /// <summary>Replays one event, once or several times.</summary>
    public void Take(TrafficEvent happened, int repeat)
    {
        for (var i = 0; i < repeat; i++)
        {
            _said.AddRange(_detector.Take(happened));
        }
    }

    private DateTimeOffset At => Start + _now + _clock;

    private ClientEndpoint EndpointOf(string address, string? software, string certificate) => new()
    {
        ConnectionId = (++_connections).ToString(CultureInfo.InvariantCulture),
        ClientId = thing,
        RemoteAddress = $"{address}:{40_000 + _connections}",
        Protocol = software == Other ? "MQTT 3.1.1" : "MQTT 5",
        Tls = software == Other ? "TLS 1.2, TLS_ECDHE_ECDSA" : "TLS 1.3, TLS_AES_128_GCM_SHA256",
        Ja4 = software ?? Usual,
        Software = software ?? Usual,
        KeepAlive = 60,
        CertificateId = certificate,
        ConnectedAt = At,
    };
}
