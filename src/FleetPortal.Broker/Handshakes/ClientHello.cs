using System.Buffers;
using System.Text;

namespace FleetPortal.Broker.Handshakes;

/// <summary>What is known of the octets that a client sent first.</summary>
internal enum ClientHelloReading
{
    /// <summary>More octets are needed.</summary>
    Incomplete,

    /// <summary>The ClientHello was read.</summary>
    Complete,

    /// <summary>The octets are not a ClientHello.</summary>
    Malformed,
}

/// <summary>
/// What a client offers in its ClientHello (RFC 8446 §4.1.2, RFC 5246 §7.4.1.2). It is read before TLS, so that the listener can choose
/// its certificate, and a refusal can say what the client offers.
/// </summary>
internal sealed record ClientHello
{
    private const byte HandshakeRecord = 22;
    private const byte ClientHelloMessage = 1;
    private const int RecordHeader = 5;
    private const int MessageHeader = 4;
    private const int MaxRecord = 16 * 1024;
    private const int RandomOctets = 32;
    private const int MaxProtocols = 16;

    /// <summary>The number of extensions that are kept. The IANA registry holds about 60.</summary>
    public const int MaxExtensions = 128;

    /// <summary>The TLS versions, highest first. Without supported_versions (RFC 8446 §4.2.1) it is the highest version alone.</summary>
    public required IReadOnlyList<ushort> Versions { get; init; }

    /// <summary>The cipher suites, by their numbers of the IANA registry.</summary>
    public required IReadOnlyList<ushort> CipherSuites { get; init; }

    /// <summary>The signature algorithms (RFC 8446 §4.2.3). Empty if the client names none.</summary>
    public IReadOnlyList<ushort> SignatureAlgorithms { get; init; } = [];

    /// <summary>The groups for the key exchange (RFC 8446 §4.2.7). Empty if the client names none.</summary>
    public IReadOnlyList<ushort> Groups { get; init; } = [];

    /// <summary>The application protocols (RFC 7301 §3.1). Empty if the client names none.</summary>
    public IReadOnlyList<string> ApplicationProtocols { get; init; } = [];

    /// <summary>The numbers of the extensions in the order of the client, at most <see cref="MaxExtensions"/> of them.</summary>
    public IReadOnlyList<ushort> Extensions { get; init; } = [];

    /// <summary>The host name that the client asks for (RFC 6066 §3); null if it names none.</summary>
    public string? ServerName { get; init; }

    /// <summary>Whether the client can speak TLS 1.3.</summary>
    public bool OffersTls13 => Versions.Contains(TlsNumbers.Tls13);

    /// <summary>Whether the client can speak TLS 1.2.</summary>
    public bool OffersTls12 => Versions.Contains(TlsNumbers.Tls12);

    /// <summary>Reads the first message of a connection. It may come in several TLS records. Nothing is consumed.</summary>
    public static ClientHelloReading Read(ReadOnlySequence<byte> octets, out ClientHello? hello)
    {
        hello = null;
        var rest = octets.IsSingleSegment ? octets.FirstSpan : octets.ToArray();
        ArrayBufferWriter<byte>? joined = null;
        while (true)
        {
            if (rest.Length > 0 && rest[0] != HandshakeRecord)
            {
                return ClientHelloReading.Malformed;
            }

            if (rest.Length < RecordHeader)
            {
                return ClientHelloReading.Incomplete;
            }

            var length = (rest[3] << 8) | rest[4];
            if (length is 0 or > MaxRecord)
            {
                return ClientHelloReading.Malformed;
            }

            if (rest.Length < RecordHeader + length)
            {
                return ClientHelloReading.Incomplete;
            }

            var message = rest.Slice(RecordHeader, length);
            rest = rest[(RecordHeader + length)..];
            if (joined is not null)
            {
                joined.Write(message);
                message = joined.WrittenSpan;
            }

            if (message[0] != ClientHelloMessage)
            {
                return ClientHelloReading.Malformed;
            }

            if (message.Length >= MessageHeader
                && ((message[1] << 16) | (message[2] << 8) | message[3]) is var size && message.Length >= MessageHeader + size)
            {
                hello = Parse(message.Slice(MessageHeader, size));
                return hello is null ? ClientHelloReading.Malformed : ClientHelloReading.Complete;
            }

            if (joined is null)
            {
                joined = new ArrayBufferWriter<byte>();
                joined.Write(message);
            }
        }
    }

    private static ClientHello? Parse(ReadOnlySpan<byte> body)
    {
        var reader = new OctetReader(body);
        var version = reader.Number16();
        reader.Take(RandomOctets);
        reader.Vector8();
        var suites = Numbers(reader.Vector16());
        reader.Vector8();
        var hello = new ClientHello { Versions = [version], CipherSuites = suites };
        if (reader.Failed || reader.IsEmpty)
        {
            return reader.Failed ? null : hello;
        }

        var extensions = new OctetReader(reader.Vector16());
        var kinds = new List<ushort>();
        while (!extensions.IsEmpty)
        {
            var kind = extensions.Number16();
            if (!IsGrease(kind) && kinds.Count < MaxExtensions)
            {
                kinds.Add(kind);
            }

            hello = With(hello, kind, new OctetReader(extensions.Vector16()));
        }

        return reader.Failed || extensions.Failed ? null : hello with { Extensions = kinds };
    }

    private static ClientHello With(ClientHello hello, ushort kind, OctetReader value) => kind switch
    {
        TlsNumbers.SupportedVersions => hello with { Versions = [.. Numbers(value.Vector8()).OrderDescending()] },
        TlsNumbers.SignatureAlgorithms => hello with { SignatureAlgorithms = Numbers(value.Vector16()) },
        TlsNumbers.SupportedGroups => hello with { Groups = Numbers(value.Vector16()) },
        TlsNumbers.ApplicationProtocols => hello with { ApplicationProtocols = Protocols(value.Vector16()) },
        TlsNumbers.ServerName => hello with { ServerName = NameIn(value.Vector16()) },
        _ => hello,
    };

    /// <summary>The numbers of a list, without the values that clients add at random (GREASE, RFC 8701).</summary>
    private static List<ushort> Numbers(ReadOnlySpan<byte> list)
    {
        var numbers = new List<ushort>(list.Length / 2);
        var reader = new OctetReader(list);
        while (!reader.IsEmpty)
        {
            var number = reader.Number16();
            if (!reader.Failed && !IsGrease(number))
            {
                numbers.Add(number);
            }
        }

        return numbers;
    }

    private static bool IsGrease(ushort number) => (number & 0x0F0F) == 0x0A0A && number >> 8 == (number & 0xFF);

    private static List<string> Protocols(ReadOnlySpan<byte> list)
    {
        var protocols = new List<string>();
        var reader = new OctetReader(list);
        while (!reader.IsEmpty && protocols.Count < MaxProtocols)
        {
            protocols.Add(Encoding.Latin1.GetString(reader.Vector8()));
        }

        return protocols;
    }

    private static string? NameIn(ReadOnlySpan<byte> list)
    {
        var reader = new OctetReader(list);
        var kind = reader.Number8();
        var name = reader.Vector16();
        return kind == 0 && !reader.Failed ? Encoding.Latin1.GetString(name) : null;
    }
}
