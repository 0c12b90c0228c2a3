using FleetPortal.Broker.Tests.Conformance.Client;
using Xunit;

namespace FleetPortal.Broker.Tests.Conformance;

/// <summary>CONNECT and CONNACK (sections 3.1 and 3.2).</summary>
public sealed class ConnectTests : ConformanceTest
{
    [Theory]
    [BothVersions]
    public async Task AFirstPacketThatIsNotConnect_ClosesTheConnectionWithoutAnAnswer(byte version)
    {
        byte[][] packets =
        [
            Octets.Pingreq, Octets.Publish(version, "t", [1]), Octets.Subscribe(version, 1, [("t", 0)]), Octets.Disconnect(version),
            Octets.Ack(version, PacketType.Puback, 1),
        ];
        foreach (var packet in packets)
        {
            var client = await OpenAsync(version);
            await client.SendAsync(packet);
            await client.ExpectClosedAsync();
        }
    }

    [Theory]
    [BothVersions]
    public async Task ASecondConnect_IsAProtocolErrorAndClosesTheConnection(byte version)
    {
        var client = await ConnectAsync(version, "one");
        await client.SendAsync(new Connect(version, "one").ToOctets());
        await client.ExpectDisconnectedAsync(Reason.ProtocolError);
    }

    [Theory]
    [BothVersions]
    public async Task TheAnswerToConnect_IsTheFirstPacketAndTheOnlyConnack(byte version)
    {
        var client = await OpenAsync(version);
        await client.SendAsync([.. new Connect(version, "one").ToOctets(), .. Octets.Pingreq, .. Octets.Subscribe(version, 1, [("t", 0)])]);
        Assert.Equal(Reason.Success, (await client.ExpectAsync(PacketType.Connack)).Code);
        await client.ExpectAsync(PacketType.Pingresp);
        await client.ExpectAsync(PacketType.Suback);
        await client.ExpectSilenceAsync();
    }

    [Theory]
    [InlineData("MQTX", 4)]
    [InlineData("MQTX", 5)]
    [InlineData("mqtt", 4)]
    [InlineData("", 5)]
    [InlineData("MQTTT", 5)]
    public async Task AnotherProtocolName_IsRefusedAndClosed(string name, byte version)
    {
        var client = await OpenAsync(version);
        await client.SendAsync((new Connect(version, "one") { ProtocolName = name }).ToOctets());
        await client.ExpectRefusedOrClosedAsync(Reason.UnsupportedProtocolVersion, Reason.UnacceptableProtocolLevel311);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(127)]
    public async Task AnUnknownProtocolLevel_IsAnsweredAndClosed(byte level)
    {
        var client = await OpenAsync(5);
        await client.SendAsync(Octets.Frame(0x10, Octets.Text("MQTT"), [level, 2, 0, 0], Octets.Text("one")));
        var connack = await client.ExpectAsync(PacketType.Connack);
        Assert.Contains(connack.Code, (byte[])[Reason.UnacceptableProtocolLevel311, Reason.UnsupportedProtocolVersion]);
        Assert.False(connack.SessionPresent);
        await client.ExpectClosedAsync();
    }

    [Fact]
    public async Task AnOlderProtocolLevel_IsAnsweredInTheFormOf311()
    {
        var client = await OpenAsync(4);
        await client.SendAsync(Octets.Frame(0x10, Octets.Text("MQTT"), [3, 2, 0, 0], Octets.Text("one")));
        Assert.Equal(Reason.UnacceptableProtocolLevel311, (await client.ExpectAsync(PacketType.Connack)).Code);
        await client.ExpectClosedAsync();
    }

    [Theory]
    [BothVersions]
    public async Task AClientIdentifierOf23LettersAndDigits_IsAllowed(byte version)
    {
        foreach (var name in (string[])["a", "0123456789abcdefghijklm", "nopqrstuvwxyzABCDEFGHIJ", "KLMNOPQRSTUVWXYZ0123456"])
        {
            await ConnectAsync(version, name);
        }
    }

    [Theory]
    [BothVersions]
    public async Task AnEmptyClientIdentifier_IsRefused(byte version)
    {
        MosquittoDiffers("assigns one, which the standard allows.");
        var client = await OpenAsync(version);
        await client.SendAsync(new Connect(version, "").ToOctets());
        var connack = await client.ExpectAsync(PacketType.Connack);
        var refusal = version < 5 ? Reason.IdentifierRejected311 : Reason.ClientIdentifierNotValid;
        Assert.Equal((refusal, false), (connack.Code, connack.SessionPresent));
        Assert.Null(connack[Prop.AssignedClientIdentifier]);
        await client.ExpectClosedAsync();
    }

    [Fact]
    public async Task AnEmptyClientIdentifierThatWantsToKeepItsSession_IsRefusedIn311()
    {
        var client = await OpenAsync(4);
        await client.SendAsync((new Connect(4, "") { CleanStart = false }).ToOctets());
        var connack = await client.ExpectAsync(PacketType.Connack);
        Assert.Equal((Reason.IdentifierRejected311, false), (connack.Code, connack.SessionPresent));
        await client.ExpectClosedAsync();
    }

    [Theory]
    [BothVersions]
    public async Task AConnectionWithTheSameClientIdentifier_EndsTheOlderOne(byte version)
    {
        var older = await ConnectAsync(version, "one");
        var newer = await ConnectAsync(version, "one");
        await older.ExpectDisconnectedAsync(Reason.SessionTakenOver);
        await newer.ExpectSilenceAsync();
    }

    [Theory]
    [InlineData(4, 5)]
    [InlineData(5, 4)]
    public async Task ATakeover_WorksAcrossTheVersions(byte first, byte second)
    {
        var older = await ConnectToSessionAsync(first, "one");
        await older.SubscribeAsync("t");
        var newer = await ConnectToSessionAsync(second, "one");
        Assert.True(newer.Connack.SessionPresent);
        await older.ExpectDisconnectedAsync(Reason.SessionTakenOver);
        await newer.PublishAsync("t", "hello");
        await newer.ReceiveAsync("t", "hello");
    }

    [Theory]
    [BothVersions]
    public async Task WhatFollowsARefusedConnect_IsNotProcessed(byte version)
    {
        var observer = await ConnectAsync(version, "observer");
        await observer.SubscribeAsync("t");
        var client = await OpenAsync(version);
        var refused = version < 5
            ? new Connect(4, "") { CleanStart = false }
            : new Connect(5, "one") { Properties = [(Prop.AuthenticationMethod, "unknown")] };
        await client.SendAsync([.. refused.ToOctets(), .. Octets.Publish(version, "t", [1]), .. Octets.Pingreq]);
        await client.ExpectRefusedOrClosedAsync(Reason.IdentifierRejected311, Reason.BadAuthenticationMethod);
        await observer.ExpectSilenceAsync();
    }

    [Theory]
    [BothVersions]
    public async Task UserNameAndPassword_AreReadByTheirFlags(byte version)
    {
        await ConnectAsync(new Connect(version, "one") { UserName = "user", Password = [1, 0, 255] });
        await ConnectAsync(new Connect(version, "two") { UserName = "user" });
        await ConnectAsync(new Connect(version, "three") { UserName = "", Password = [] });
    }

    [Fact]
    public async Task APasswordWithoutAUserName_IsAllowedIn500Only()
    {
        await ConnectAsync(new Connect(5, "one") { Password = [1, 2, 3] });
        var old = await OpenAsync(4);
        await old.SendAsync((new Connect(4, "two") { Password = [1, 2, 3] }).ToOctets());
        await old.ExpectClosedAsync();
    }

    [Fact]
    public async Task TheConnack_AnnouncesLimitsThatTheStandardAllows()
    {
        var connack = (await ConnectAsync(5, "one")).Connack;
        Assert.NotEqual(0u, connack[Prop.ReceiveMaximum] ?? 65_535u);
        Assert.NotEqual(0u, connack[Prop.MaximumPacketSize] ?? uint.MaxValue);
        Assert.True((uint)(connack[Prop.MaximumQoS] ?? 1u) <= 1);
        Assert.Null(connack[Prop.AuthenticationMethod]);
        Assert.Null(connack[Prop.AuthenticationData]);
        Assert.Null(connack[Prop.ResponseInformation]);
    }

    [Fact]
    public async Task WithoutARequestForIt_ThereIsNoResponseInformation()
    {
        var client = await ConnectAsync(5, "one", (Prop.RequestResponseInformation, 0u));
        Assert.Null(client.Connack[Prop.ResponseInformation]);
        await ConnectAsync(5, "two", (Prop.RequestResponseInformation, 1u));
    }

    [Fact]
    public async Task ASmallMaximumPacketSizeOfTheClient_HoldsForConnack()
    {
        // A CONNACK without any property has 5 octets; one that must announce its limits is larger.
        var plain = await ConnectAsync(5, "one");
        var limit = (uint)plain.Connack.Size;
        var client = await ConnectAsync(5, "two", (Prop.MaximumPacketSize, limit));
        Assert.InRange((uint)client.Connack.Size, 5u, limit);
    }

    [Theory]
    [BothVersions]
    public async Task AConnectInSmallPieces_IsAccepted(byte version)
    {
        var client = await OpenAsync(version);
        foreach (var octet in new Connect(version, "one") { UserName = "user", Will = new Will("w", [1]) }.ToOctets())
        {
            await client.SendAsync([octet]);
        }
        Assert.Equal(Reason.Success, (await client.ExpectAsync(PacketType.Connack)).Code);
    }
}
