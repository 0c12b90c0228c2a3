using System.Buffers.Binary;
using System.Text;

namespace FleetPortal.Broker.Tests.Handshakes;

/// <summary>Builds the octets of a ClientHello.</summary>
internal static class HelloBytes
{
    /// <summary>A ClientHello in one TLS record.</summary>
    public static byte[] Record(ushort version, ushort[] suites, params byte[][] extensions) =>
        Records(Message(version, suites, extensions));

    /// <summary>A ClientHello message (RFC 8446 §4.1.2).</summary>
    public static byte[] Message(ushort version, ushort[] suites, params byte[][] extensions)
    {
        byte[] body =
        [
            .. Number(version), .. new byte[32], 0, .. Vector16(Numbers(suites)), 1, 0,
            .. extensions.Length == 0 ? [] : Vector16([.. extensions.SelectMany(one => one)]),
        ];
        return [1, 0, .. Number((ushort)body.Length), .. body];
    }

    /// <summary>A message in TLS records of at most <paramref name="size"/> octets.</summary>
    public static byte[] Records(byte[] message, int size = 16_384) =>
        [.. message.Chunk(size).SelectMany(part => (byte[])[22, 3, 1, .. Vector16(part)])];

    public static byte[] Extension(ushort kind, byte[] value) => [.. Number(kind), .. Vector16(value)];

    public static byte[] Versions(params ushort[] versions) => Extension(43, [(byte)(versions.Length * 2), .. Numbers(versions)]);

    public static byte[] Signatures(params ushort[] algorithms) => Extension(13, Vector16(Numbers(algorithms)));

    public static byte[] Groups(params ushort[] groups) => Extension(10, Vector16(Numbers(groups)));

    public static byte[] Alpn(params string[] names) => Extension(16,
        Vector16([.. names.SelectMany(name => (byte[])[(byte)name.Length, .. Encoding.ASCII.GetBytes(name)])]));

    public static byte[] ServerName(string name) => Extension(0, Vector16([0, .. Vector16(Encoding.ASCII.GetBytes(name))]));

    private static byte[] Numbers(ushort[] numbers) => [.. numbers.SelectMany(Number)];

    private static byte[] Vector16(byte[] value) => [.. Number((ushort)value.Length), .. value];

    private static byte[] Number(ushort number)
    {
        var octets = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(octets, number);
        return octets;
    }
}
