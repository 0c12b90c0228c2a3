using System.Buffers;
using FleetPortal.Broker.Handshakes;
using Xunit;

namespace FleetPortal.Broker.Tests.Handshakes;

public sealed class Ja4Tests
{
    private static readonly ushort[] Suites =
    [
        0x0a0a, 0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013, 0xc014, 0x009c, 0x009d, 0x002f, 0x0035,
    ];

    /// <summary>The example of the published description of JA4.</summary>
    [Fact]
    public void TheFingerprint_IsThatOfTheDescription() =>
        Assert.Equal("t13d1516h2_8daaf6152771_e5627efa2ab1", Ja4.Of(Hello(0x0015, 0x0023)).Ja4);

    [Fact]
    public void AResumedSession_HasAnotherFingerprint_ThatComparesAsTheSame()
    {
        var (first, resumed) = (Ja4.Of(Hello(0x0023)), Ja4.Of(Hello(0x0023, 0x0029)));
        Assert.NotEqual(first.Ja4, resumed.Ja4);
        Assert.Equal(first.Comparable, resumed.Comparable);
    }

    [Fact]
    public void AClientWithoutExtensions_HasOneToo()
    {
        Assert.Equal(ClientHelloReading.Complete,
            ClientHello.Read(new ReadOnlySequence<byte>(HelloBytes.Record(0x0303, [0xc02b])), out var hello));
        Assert.Equal("t12i010000_648b5c445417_000000000000", Ja4.Of(hello!).Ja4);
    }

    private static ClientHello Hello(params ushort[] more)
    {
        byte[][] extensions =
        [
            HelloBytes.Extension(0x0a0a, []), HelloBytes.ServerName("example.org"), HelloBytes.Extension(0x0017, []),
            HelloBytes.Extension(0xff01, []), HelloBytes.Groups(29, 23), HelloBytes.Extension(0x000b, []),
            HelloBytes.Alpn("h2", "http/1.1"),
            HelloBytes.Extension(0x0005, []), HelloBytes.Signatures(0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601),
            HelloBytes.Extension(0x0012, []), HelloBytes.Extension(0x0033, []), HelloBytes.Extension(0x002d, []),
            HelloBytes.Versions(0x0a0a, 0x0304, 0x0303), HelloBytes.Extension(0x001b, []), HelloBytes.Extension(0x4469, []),
            .. more.Select(kind => HelloBytes.Extension(kind, [])),
        ];
        Assert.Equal(ClientHelloReading.Complete,
            ClientHello.Read(new ReadOnlySequence<byte>(HelloBytes.Record(0x0303, Suites, extensions)), out var hello));
        return hello!;
    }
}
