using FleetPortal.Fleet.Detection;
using FleetPortal.Fleet.Identity;
using FleetPortal.Fleet.Kernel;
using Xunit;

namespace FleetPortal.Fleet.Tests.Detection;

/// <summary>Replays traces of attacks and of harmless devices: what the detector must find, and what it must not.</summary>
public sealed class CloneDetectorTests
{
    private const string Home = "10.20.4.17";
    private const string Away = "203.0.113.77";

    /// <summary>Attacks, each with the only kind of finding that it must lead to.</summary>
    public static TheoryData<string, string> Attacks => Names(_attacks);

    /// <summary>Harmless traces, which must lead to no finding.</summary>
    public static TheoryData<string> Harmless => [.. _harmless.Keys];

    private static readonly Dictionary<string, (string Kind, Func<Trace> Trace)> _attacks = new()
    {
        ["a clone connects from another address while the device is alive"] = (FindingKinds.SharedCredential,
            () => new Trace().Connect(Home).Wait(600).Connect(Away, answers: true)),
        ["a clone with other software, behind the same NAT, and the device comes back"] = (FindingKinds.SharedCredential,
            () => new Trace().Connect(Home).Wait(600).Connect(Home, answers: true, Trace.Other).Wait(1).Connect(Home, answers: true)),
        ["a clone whose network hides that the device is alive: they still take turns"] = (FindingKinds.SharedCredential,
            () => new Trace().Connect(Home).Times(7, 5, (trace, i) => trace.Connect(i % 2 == 0 ? Away : Home))),
        ["two equal programs on one machine take one client identifier from each other"] = (FindingKinds.ClientIdentifierConflict,
            () => new Trace().Connect(Home).Times(6, 1, (trace, _) => trace.Connect(Home, answers: true))),
        ["two certificates of one Thing are used by two devices in turn"] = (FindingKinds.ClientIdentifierConflict,
            () => new Trace().Connect(Home).Times(4, 2, (trace, i) =>
                trace.Connect(i % 2 == 0 ? Away : Home, answers: true, certificate: i % 2 == 0 ? "two" : "one"))),
        ["ten devices share one certificate, each with its own client identifier"] = (FindingKinds.SharedCredential,
            () => new Trace().Connect(Home).Times(9, 0.1, (trace, i) =>
                trace.Refuse($"10.20.4.{30 + i}", RefusalCodes.ClientIdentifierMismatch, $"pump-{i + 2}"))),
        ["three devices share one certificate, and its own Thing is not there"] = (FindingKinds.SharedCredential,
            () => new Trace().Times(3, 1, (trace, i) => trace.Refuse(Home, RefusalCodes.ClientIdentifierMismatch, $"pump-{i + 2}"))),
        ["a session changes between five networks within a minute"] = (FindingKinds.ImpossibleMove,
            () => new Trace().Times(5, 8, (trace, i) => trace.Connect($"{10 + i}.1.0.9").Leave())),
        ["a revoked device hammers"] = (FindingKinds.RefusedRepeatedly,
            () => new Trace().Times(25, 5, (trace, _) => trace.Refuse(Home))),
        ["a copy shows the key that a rotation replaced an hour ago"] = (FindingKinds.RetiredKeyUsed,
            () => new Trace().Connect(Home, certificate: "two").Wait(60).ShowRetired(Away, 3600)),
        ["a second Thing asks for a certificate with the same key"] = (FindingKinds.SharedKey,
            () => new Trace().Connect(Home).ShareKey("pump-2")),
        ["a copy shows a proof that the device has used up, hours after the device left"] = (FindingKinds.SharedCredential,
            () => new Trace().Connect(Home).Leave().Wait(20_000).Show(Away, ProofVerdict.UsedUp, Home)),
        ["the device and its copy take turns, each with its own line of proofs"] = (FindingKinds.SharedCredential,
            () => new Trace().Times(4, 600, (trace, i) =>
                trace.Show(i % 2 == 0 ? Away : Home, ProofVerdict.Forked, i % 2 == 0 ? Home : Away))),
        ["a client shows a proof that the portal did not hand out"] = (FindingKinds.SharedCredential,
            () => new Trace().Show(Away, ProofVerdict.Unknown, Home)),
        ["the detector is restarted in the middle of the attack"] = (FindingKinds.SharedCredential,
            () => new Trace().Connect(Home).Wait(60).Connect(Away, answers: true).Restart().Connect(Home).Connect(Away, answers: true)),
    };

    private static readonly Dictionary<string, Func<Trace>> _harmless = new()
    {
        ["a device reconnects after its line dropped, from the same address"] =
            () => new Trace().Connect(Home).Times(30, 20, (trace, _) => trace.Connect(Home)),
        ["a device reconnects after a clean close"] =
            () => new Trace().Times(30, 5, (trace, _) => trace.Connect(Home).Leave()),
        ["a device moves to another network, and its old line is dead"] =
            () => new Trace().Connect(Home).Wait(600).Connect(Away),
        ["a device roams between two addresses with clean closes"] =
            () => new Trace().Times(40, 2, (trace, i) => trace.Connect(i % 2 == 0 ? Home : Away).Leave()),
        ["a device roams between two dead lines now and then"] =
            () => new Trace().Connect(Home).Times(20, 45, (trace, i) => trace.Connect(i % 2 == 0 ? Away : Home)),
        ["a device opens a second connection before it closes the first"] =
            () => new Trace().Connect(Home).Wait(600).Connect(Home, answers: true),
        ["a device connects with its new certificate during a rotation, and its line has another address"] =
            () => new Trace().Connect(Home).Wait(60).Connect(Away, answers: true, certificate: "two"),
        ["a device was updated: its software is new, and its old line is dead"] =
            () => new Trace().Connect(Home).Wait(60).Connect(Home, software: Trace.Other),
        ["one wrong client identifier while a device is set up"] =
            () => new Trace().Times(10, 5, (trace, _) => trace.Refuse(Home, RefusalCodes.ClientIdentifierMismatch, "pump-l")),
        ["a device tries its old certificate once more, right after the rotation"] =
            () => new Trace().Connect(Home, certificate: "two").ShowRetired(Home, 5),
        ["a device on hold tries again once a minute"] =
            () => new Trace().Times(60, 60, (trace, _) => trace.Refuse(Home)),
        ["the clock jumps back and forth while a device reconnects"] =
            () => new Trace().Connect(Home).JumpClock(-3600).Connect(Home).JumpClock(7200).Connect(Home).JumpClock(-86_400).Connect(Home),
        ["a device lost the answer to its connect and shows its proof again, from another address"] =
            () => new Trace().Show(Home, ProofVerdict.Next, Home).Wait(1).Show(Away, ProofVerdict.Raced, Home),
        ["a device got older software that shows no proof"] =
            () => new Trace().Times(20, 10, (trace, _) => trace.Show(Home, ProofVerdict.Missing, Home, repeat: 2)),
        ["every event of a reconnect arrives twice"] =
            () => new Trace().Connect(Home).Times(10, 1, (trace, _) => trace.Connect(Home, answers: false, repeat: 2)),
        ["a quick reconnect is seen as a takeover once, and its own old side answers"] =
            () => new Trace().Connect(Home).Wait(1).Connect(Home, answers: true).Wait(90).Connect(Home, answers: true),
    };

    [Theory]
    [MemberData(nameof(Attacks))]
    public void AnAttack_LeadsToOneKindOfFinding(string attack, string kind)
    {
        var trace = _attacks[attack].Trace();
        Assert.Equal([kind], trace.Kinds);
        Assert.All(trace.Said, suspicion => Assert.True(suspicion.Score >= DetectionLimits.Default.Threshold));
        Assert.All(trace.Said, suspicion => Assert.NotEmpty(suspicion.Reasons));
    }

    [Theory]
    [MemberData(nameof(Harmless))]
    public void AHarmlessTrace_LeadsToNone(string harmless) => Assert.Empty(_harmless[harmless]().Said);

    [Fact]
    public void TenThousandDevicesThatReconnectAtOnce_LeadToNone()
    {
        var detector = new CloneDetector(DetectionLimits.Default);
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 10_000; i++)
            {
                var trace = TimeSpan.FromSeconds(round);
                var endpoint = new ClientEndpoint
                {
                    ConnectionId = $"{round}-{i}",
                    ClientId = $"meter-{i}",
                    RemoteAddress = $"198.51.100.7:{1024 + i}",
                    Protocol = "MQTT 5",
                    ConnectedAt = DateTimeOffset.UnixEpoch,
                };
                Assert.Empty(detector.Take(new Connected(trace, DateTimeOffset.UnixEpoch, $"meter-{i}", PrincipalKind.Thing, endpoint)));
            }
        }
    }

    [Fact]
    public void AFinding_NamesBothEndpoints_TheFirstOneFirst_AndWhoHeldTheSession()
    {
        var suspicion = new Trace().Connect(Home).Wait(600).Connect(Away, answers: true, Trace.Other).Wait(2).Connect(Home, answers: true)
            .Said[^1];
        Assert.Equal([Home, Away], suspicion.Endpoints.Select(endpoint => endpoint.Source));
        Assert.Equal([0, 1, 0], suspicion.Holdings.Select(holding => holding.Endpoint));
        Assert.Equal(["two-live-connections", "other-software", "takeovers-in-turn"], suspicion.Reasons.Select(reason => reason.Code));
        Assert.Equal(100, suspicion.Score);
        Assert.Equal("MQTT 3.1.1 over TLS 1.2 against MQTT 5 over TLS 1.3.",
            suspicion.Reasons.Single(reason => reason.Code == "other-software").Sentence);
    }

    [Fact]
    public void TheFirstProof_IsSaidAtOnce_AndALongAttack_OncePerSecond()
    {
        var trace = new Trace().Connect(Home).Wait(600).Connect(Away, answers: true);
        Assert.Single(trace.Said);
        trace.Wait(0.1).Times(40, 0.1, (attack, i) => attack.Connect(i % 2 == 0 ? Home : Away, answers: true));
        Assert.InRange(trace.Said.Count, 3, 8);
    }

    [Fact]
    public void BeyondTheMaximum_ThePrincipalThatWasQuietLongest_IsForgotten()
    {
        var detector = new CloneDetector(DetectionLimits.Default with { Principals = 10 });
        for (var i = 0; i < 100; i++)
        {
            var endpoint = new ClientEndpoint
            {
                ClientId = $"meter-{i}", RemoteAddress = "198.51.100.7:1", Protocol = "MQTT 5", ConnectedAt = DateTimeOffset.UnixEpoch,
            };
            detector.Take(new Connected(TimeSpan.FromSeconds(i), DateTimeOffset.UnixEpoch, $"meter-{i}", PrincipalKind.Thing, endpoint));
        }

        Assert.Equal(10, detector.Count);
    }

    [Fact]
    public void AProofThatWasUsedUp_NamesBothSides_AndAFork_RaisesTheScore()
    {
        var trace = new Trace().Show(Away, ProofVerdict.UsedUp, Home).Wait(600).Show(Home, ProofVerdict.Forked, Away);
        Assert.Equal([60, 100], trace.Said.Select(suspicion => suspicion.Score));
        Assert.All(trace.Said, suspicion => Assert.Equal(["proof-used-up"], suspicion.Reasons.Select(reason => reason.Code)));
        Assert.Equal([Home, Away], trace.Said[0].Endpoints.Select(endpoint => endpoint.Source));
        Assert.Equal([Away, Home], trace.Said[1].Endpoints.Select(endpoint => endpoint.Source));
    }

    private static TheoryData<string, string> Names(Dictionary<string, (string Kind, Func<Trace> Trace)> attacks)
    {
        var names = new TheoryData<string, string>();
        foreach (var (name, (kind, _)) in attacks)
        {
            names.Add(name, kind);
        }

        return names;
    }
}
