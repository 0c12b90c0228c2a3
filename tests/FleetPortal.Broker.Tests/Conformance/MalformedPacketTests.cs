using FleetPortal.Broker.Tests.Conformance.Client;
using Xunit;

namespace FleetPortal.Broker.Tests.Conformance;

/// <summary>
/// What is malformed or a protocol error in both standards. Each packet goes to a connection of its own, which the server closes with the
/// reason code of the standard, while another session goes on undisturbed.
/// </summary>
public sealed class MalformedPacketTests : ConformanceTest
{
    private static readonly byte[] Claim256Megabytes = [0xFF, 0xFF, 0xFF, 0x7F];

    [Theory]
    [BothVersions]
    public Task WrongFlagsOfTheFixedHeader_AreRefused(byte version)
    {
        MosquittoDiffers("ignores them in acknowledgements and PINGREQ.");
        return RefusedAsync(version, MalformedPackets.WrongFlags(version));
    }

    [Fact]
    public Task WrongFlagsOfAuth_AreRefused() => RefusedAsync(5, MalformedPackets.WrongFlagsOfAuth());

    [Theory]
    [BothVersions]
    public Task TypesThatAClientMustNotSend_AreRefused(byte version)
    {
        MosquittoDiffers("ignores SUBACK, UNSUBACK and PINGRESP.");
        return RefusedAsync(version, MalformedPackets.WrongTypes(version));
    }

    [Theory]
    [BothVersions]
    public Task ThePacketIdentifier0_IsRefused(byte version) => RefusedAsync(version, MalformedPackets.ZeroIdentifiers(version));

    [Theory]
    [BothVersions]
    public Task ReservedBits_AreRefused(byte version)
    {
        MosquittoDiffers("takes DUP with QoS 0.");
        return RefusedAsync(version, MalformedPackets.ReservedBits(version));
    }

    [Theory]
    [BothVersions]
    public Task APacketWithoutAFilter_IsRefused(byte version)
    {
        MosquittoDiffers("gives the reason 0x81.");
        return RefusedAsync(version, MalformedPackets.NoFilter(version));
    }

    [Theory]
    [BothVersions]
    public Task TrailingOctets_AreRefused(byte version)
    {
        MosquittoDiffers("ignores them in acknowledgements and PINGREQ.");
        return RefusedAsync(version, MalformedPackets.TrailingOctets(version));
    }

    [Theory]
    [BothVersions]
    public Task PacketsThatAreCutShort_AreRefused(byte version) => RefusedAsync(version, MalformedPackets.CutShort(version));

    [Theory]
    [BothVersions]
    public Task IllFormedStrings_AreRefused(byte version) => RefusedAsync(version, MalformedPackets.IllFormedStrings(version));

    [Fact]
    public Task OverlongIntegers_AreRefused()
    {
        MosquittoDiffers("takes an overlong remaining length.");
        return RefusedAsync(5, MalformedPackets.OverlongIntegers());
    }

    [Fact]
    public Task PropertiesOfAnotherPacket_AreRefused()
    {
        MosquittoDiffers("takes a Subscription Identifier in PUBLISH.");
        return RefusedAsync(5, MalformedPackets.ForeignProperties());
    }

    [Fact]
    public Task PropertiesThatAreThereTwice_AreRefused() => RefusedAsync(5, MalformedPackets.RepeatedProperties());

    [Fact]
    public Task BrokenProperties_AreRefused() => RefusedAsync(5, MalformedPackets.BrokenProperties());

    [Fact]
    public Task UnknownReasonCodes_AreRefused()
    {
        MosquittoDiffers("ignores them.");
        return RefusedAsync(5, MalformedPackets.UnknownReasonCodes());
    }

    [Theory]
    [BothVersions]
    public Task ConnectFlagsThatContradict_AreRefused(byte version) => RefusedConnectAsync(version, MalformedConnects.WrongFlags(version));

    [Theory]
    [BothVersions]
    public Task AConnectOfAnotherLength_IsRefused(byte version) => RefusedConnectAsync(version, MalformedConnects.WrongLengths(version));

    [Theory]
    [BothVersions]
    public Task IllFormedStringsInConnect_AreRefused(byte version) =>
        RefusedConnectAsync(version, MalformedConnects.IllFormedStrings(version));

    [Fact]
    public Task WrongPropertiesInConnect_AreRefused()
    {
        MosquittoDiffers("takes Authentication Data without a method.");
        return RefusedConnectAsync(5, MalformedConnects.WrongProperties());
    }

    [Theory]
    [BothVersions]
    public async Task WrongFlagsOfTheFixedHeaderOfConnect_AreRefused(byte version)
    {
        var connect = new Connect(version, "bad").ToOctets();
        for (var flags = 1; flags < 16; flags++)
        {
            var client = await OpenAsync(version);
            await client.SendAsync([(byte)(0x10 | flags), .. connect[1..]]);
            await client.ExpectRefusedOrClosedAsync(version < 5 ? [] : [Reason.MalformedPacket]);
        }
    }

    [Theory]
    [BothVersions]
    public async Task ARemainingLengthOfFiveOctets_IsRefused(byte version)
    {
        var unconnected = await OpenAsync(version);
        await unconnected.SendAsync([0x10, 0x80, 0x80, 0x80, 0x80, 0x01]);
        await unconnected.ExpectRefusedOrClosedAsync(Reason.MalformedPacket);
        await RefusedAsync(version,
        [
            new Malformed("PUBLISH", [0x30, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], Reason.MalformedPacket),
            new Malformed("PINGREQ", [0xC0, 0x80, 0x80, 0x80, 0x80, 0x00], Reason.MalformedPacket),
        ]);
    }

    [Theory]
    [BothVersions]
    public async Task AClaimOf256Megabytes_IsRefusedAtOnce(byte version)
    {
        var unconnected = await OpenAsync(version);
        await unconnected.SendAsync([0x10, .. Claim256Megabytes, .. new Connect(version, "bad").ToOctets()[2..]]);
        await unconnected.ExpectRefusedOrClosedAsync(Reason.PacketTooLarge, Reason.MalformedPacket);
        await RefusedAsync(version, [new Malformed("PUBLISH", [0x30, .. Claim256Megabytes, .. Octets.Text("t")], Reason.PacketTooLarge)]);
    }

    [Theory]
    [BothVersions]
    public async Task ASlowClient_ThatSendsOneOctetAtATime_IsServed(byte version)
    {
        var client = await ConnectAsync(version, "one");
        byte[][] packets =
        [
            Octets.Subscribe(version, 1, [("t", 2)]), Octets.Publish(version, "t", [1, 2, 3], 2, 2),
            Octets.Ack(version, PacketType.Pubrel, 2), Octets.Unsubscribe(version, 3, "t"), Octets.Pingreq,
        ];
        foreach (var octet in packets.SelectMany(packet => packet))
        {
            await client.SendAsync([octet]);
        }
        var received = new List<PacketType>();
        do
        {
            received.Add((await client.NextAsync()).Type);
        }
        while (received[^1] is not PacketType.Pingresp);
        Assert.Equal([PacketType.Suback, PacketType.Pubrec, PacketType.Pubcomp, PacketType.Unsuback, PacketType.Pingresp],
            received.Where(type => type is not PacketType.Publish));
        Assert.Single(received, PacketType.Publish);
    }

    [Theory]
    [BothVersions]
    public async Task ManyPacketsInOnePiece_AreAllServed(byte version)
    {
        var client = await ConnectAsync(version, "one");
        await client.SendAsync([.. Enumerable.Range(1, 50).SelectMany(id => Octets.Publish(version, "t", [1], 1, id)), .. Octets.Pingreq]);
        for (var id = 1; id <= 50; id++)
        {
            Assert.Equal(id, (await client.ExpectAsync(PacketType.Puback)).Id);
        }
        await client.ExpectAsync(PacketType.Pingresp);
    }

    [Theory]
    [BothVersions]
    public async Task AClientIdentifierOf65535Octets_IsRefused(byte version)
    {
        MosquittoDiffers("takes it.");
        var client = await OpenAsync(version);
        await client.SendAsync(new Connect(version, new string('x', 65_535)).ToOctets());
        await client.ExpectRefusedOrClosedAsync(
            version < 5 ? [Reason.IdentifierRejected311] : [Reason.ClientIdentifierNotValid, Reason.PacketTooLarge]);
    }

    [Theory]
    [BothVersions]
    public async Task AnAcknowledgementOfTheWrongKind_IsRefused(byte version)
    {
        foreach (var (qos, type) in ((int, PacketType)[])[(1, PacketType.Pubrec), (1, PacketType.Pubcomp), (2, PacketType.Puback),
            (2, PacketType.Pubcomp)])
        {
            var client = await ConnectAsync(version, "one");
            await client.SubscribeAsync("t", qos);
            await client.PublishAsync("t", "x", qos);
            var publish = await client.ExpectAsync(PacketType.Publish);
            await client.SendAsync(Octets.Ack(version, type, publish.Id));
            await client.ExpectDisconnectedAsync(Reason.ProtocolError);
        }
    }

    [Theory]
    [BothVersions]
    public async Task AnAcknowledgementOfAnUnknownIdentifier_DoesNoHarm(byte version)
    {
        MosquittoDiffers("answers PUBREL 0x00.");
        var client = await ConnectAsync(version, "one");
        await client.SendAsync(Octets.Ack(version, PacketType.Puback, 77), Octets.Ack(version, PacketType.Pubcomp, 77));
        await client.ExpectSilenceAsync();
        await client.SendAsync(Octets.Ack(version, PacketType.Pubrec, 77));
        Assert.Equal((77, version < 5 ? Reason.Success : Reason.PacketIdentifierNotFound), await client.IdAndCodeAsync(PacketType.Pubrel));
        await client.ExpectSilenceAsync();
    }

    [Theory]
    [BothVersions]
    public async Task PacketsWithRandomFaults_HarmNoOtherSession(byte version)
    {
        // The seed is fixed, so that a failure comes again. The test fails too if the engine logs an error.
        var random = new Random(version);
        var other = await ConnectAsync(version, "other");
        await other.SubscribeAsync("undisturbed", 1);
        var connect = new Connect(version, "bad") { Will = new Will("will", [1]), UserName = "u", Password = [1] };
        for (var round = 0; round < 400; round++)
        {
            await using var client = await OpenAsync(version);
            await (round % 4 == 0
                ? client.SendAsync(MalformedPackets.WithFaults(connect.ToOctets(), random)) : client.ConnectAsync(connect));
            await client.SendAsync([.. MalformedPackets.SomeValid(version, random).SelectMany(packet => random.Next(3) == 0 ? packet
                : MalformedPackets.WithFaults(packet, random))]);
        }
        await other.PublishAsync("undisturbed", "still here", 1);
        await other.ReceiveAsync("undisturbed", "still here");
    }

    private async Task RefusedAsync(byte version, IEnumerable<Malformed> packets)
    {
        var other = await ConnectAsync(version, "other");
        await other.SubscribeAsync("t", 1);
        var failures = new List<string>();
        foreach (var packet in packets)
        {
            await using var client = await ConnectAsync(version, "bad");
            await client.SendAsync(packet.Octets);
            await client.SendAsync(Octets.Pingreq);
            await NoteFailureAsync(failures, packet, () => client.ExpectDisconnectedAsync(packet.Reasons));
        }
        Assert.True(failures.Count == 0, string.Join('\n', failures));
        await other.PublishAsync("t", "undisturbed", 1);
        await other.ReceiveAsync("t", "undisturbed");
    }

    private async Task RefusedConnectAsync(byte version, IEnumerable<Malformed> packets)
    {
        var other = await ConnectAsync(version, "other");
        var failures = new List<string>();
        foreach (var packet in packets)
        {
            await using var client = await OpenAsync(version);
            await client.SendAsync(packet.Octets);
            await client.SendAsync(Octets.Pingreq);
            await NoteFailureAsync(failures, packet, () => client.ExpectMalformedConnectAsync(packet.Reasons));
        }
        Assert.True(failures.Count == 0, string.Join('\n', failures));
        await other.ExpectSilenceAsync();
    }

    private static async Task NoteFailureAsync(List<string> failures, Malformed packet, Func<Task> expectation)
    {
        try
        {
            await expectation();
        }
        catch (Xunit.Sdk.XunitException failure)
        {
            failures.Add($"{packet.Name} ({Convert.ToHexString(packet.Octets)}): {failure.Message.Split('\n')[0]}");
        }
    }
}
