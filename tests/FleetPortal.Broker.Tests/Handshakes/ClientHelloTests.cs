using System.Buffers;
using System.Net.Security;
using CsCheck;
using FleetPortal.Broker.Handshakes;
using Xunit;

namespace FleetPortal.Broker.Tests.Handshakes;

/// <summary>What is read of a ClientHello before TLS, and which certificate and suites it leads to.</summary>
public sealed class ClientHelloTests
{
    private static readonly byte[] Full = HelloBytes.Message(0x0303, [0x0A0A, 0x1301, 0xC02B],
        HelloBytes.ServerName("broker.example"), HelloBytes.Versions(0x0303, 0xFAFA, 0x0304), HelloBytes.Groups(29, 23),
        HelloBytes.Signatures(0x0403, 0x0804), HelloBytes.Alpn("mqtt", "http/1.1"));

    [Theory]
    [InlineData(16_384)]
    [InlineData(7)]
    [InlineData(1)]
    public void EverythingThatTheClientOffers_IsRead_InRecordsOfAnySize(int size)
    {
        Assert.Equal(ClientHelloReading.Complete, Read(HelloBytes.Records(Full, size), out var hello));
        Assert.Equal([0x0304, 0x0303], hello!.Versions);
        Assert.Equal([0x1301, 0xC02B], hello.CipherSuites);
        Assert.Equal([29, 23], hello.Groups);
        Assert.Equal([0x0403, 0x0804], hello.SignatureAlgorithms);
        Assert.Equal(["mqtt", "http/1.1"], hello.ApplicationProtocols);
        Assert.Equal("broker.example", hello.ServerName);
    }

    [Fact]
    public void ACutHello_NeedsMore_AtEveryOctet()
    {
        var octets = HelloBytes.Records(Full, 100);
        for (var length = 0; length < octets.Length; length++)
        {
            Assert.Equal(ClientHelloReading.Incomplete, ClientHello.Read(new ReadOnlySequence<byte>(octets, 0, length), out _));
        }
    }

    [Fact]
    public void WithoutExtensions_TheVersionIsThatOfTheMessage()
    {
        Assert.Equal(ClientHelloReading.Complete, Read(HelloBytes.Record(0x0302, [0xC009]), out var hello));
        Assert.Equal((false, false), (hello!.OffersTls12, hello.OffersTls13));
        Assert.Equal([0x0302], hello.Versions);
    }

    [Theory]
    [InlineData(new byte[] { 0x10 })]
    [InlineData(new byte[] { 22, 3, 1, 0, 0 })]
    [InlineData(new byte[] { 22, 3, 1, 0x50, 0 })]
    [InlineData(new byte[] { 22, 3, 1, 0, 1, 2 })]
    [InlineData(new byte[] { 22, 3, 1, 0, 4, 1, 0, 0, 0 })]
    [InlineData(new byte[] { 22, 3, 1, 0, 1, 1, 23 })]
    public void WhatIsNoHello_IsSaidSo(byte[] octets) =>
        Assert.Equal(ClientHelloReading.Malformed, ClientHello.Read(new ReadOnlySequence<byte>(octets), out _));

    [Fact]
    public void AnyChange_IsReadOrRefused_AndNeverThrows() =>
        Gen.Select(Gen.Int[0, Full.Length - 1], Gen.Byte, Gen.Int[1, Full.Length]).Sample((at, octet, size) =>
        {
            var message = Full.ToArray();
            message[at] = octet;
            ClientHello.Read(new ReadOnlySequence<byte>(HelloBytes.Records(message, size)), out _);
        });

    [Theory]
    [InlineData(0x1301, true, false)]
    [InlineData(0x1304, true, true)]
    [InlineData(0x1305, true, true)]
    [InlineData(0xC02B, false, false)]
    [InlineData(0xCCA9, false, true)]
    [InlineData(0xC0AE, false, true)]
    [InlineData(0xC009, false, false)]
    public void APolicy_IsSetOnlyForASuiteOfSmallDevices(int suite, bool tls13, bool isSet)
    {
        byte[][] extensions = tls13 ? [HelloBytes.Versions(0x0304)] : [];
        Assert.Equal(ClientHelloReading.Complete, Read(HelloBytes.Record(0x0303, [(ushort)suite], extensions), out var hello));
        Assert.Equal(isSet ? CipherSuites.All : null, CipherSuites.PolicyFor(hello!, rsa: false));
        Assert.True(!isSet || CipherSuites.All!.AllowedCipherSuites.Contains((TlsCipherSuite)suite));
    }

    [Theory]
    [InlineData(0xC02F, new ushort[] { 0x0401, 0x0403 }, false, true)]
    [InlineData(0xC02B, new ushort[] { 0x0401, 0x0403 }, false, false)]
    [InlineData(0xC02F, new ushort[0], false, true)]
    [InlineData(0x1301, new ushort[] { 0x0804, 0x0403 }, true, false)]
    [InlineData(0x1301, new ushort[] { 0x0804, 0x0401 }, true, true)]
    [InlineData(0x1301, new ushort[] { 0x0401 }, true, false)]
    public void AnRsaCertificate_IsForClientsWithoutEcdsa(int suite, ushort[] signatures, bool tls13, bool isNeeded)
    {
        byte[][] extensions = [.. signatures.Length == 0 ? [] : new[] { HelloBytes.Signatures(signatures) },
            .. tls13 ? new[] { HelloBytes.Versions(0x0304) } : []];
        Assert.Equal(ClientHelloReading.Complete, Read(HelloBytes.Record(0x0303, [(ushort)suite], extensions), out var hello));
        Assert.Equal(isNeeded, CipherSuites.NeedsRsa(hello!));
    }

    private static ClientHelloReading Read(byte[] octets, out ClientHello? hello) =>
        ClientHello.Read(new ReadOnlySequence<byte>(octets), out hello);
}
