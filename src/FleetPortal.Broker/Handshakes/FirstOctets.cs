using System.Buffers;
using System.Text;

namespace FleetPortal.Broker.Handshakes;

/// <summary>The protocol that the first octets of a connection belong to.</summary>
internal enum FirstOctets
{
    /// <summary>Nothing was sent yet.</summary>
    None,

    /// <summary>A TLS handshake record.</summary>
    Tls,

    /// <summary>A CONNECT without TLS.</summary>
    Mqtt,

    /// <summary>An HTTP request without TLS.</summary>
    Http,

    /// <summary>A header of the PROXY protocol.</summary>
    Proxy,

    /// <summary>A protocol that is not known here.</summary>
    Other,
}

/// <summary>Recognises a protocol by its first octets.</summary>
internal static class FirstOctetsReader
{
    private const byte TlsHandshake = 22;
    private const byte MqttConnect = 0x10;
    private const int Longest = 16;

    private static readonly string[] Methods = ["GET ", "HEAD ", "POST ", "PUT ", "DELETE ", "OPTIONS ", "CONNECT ", "PATCH ", "PRI "];

    /// <summary>Returns the protocol of the octets, which are not consumed.</summary>
    public static FirstOctets Of(ReadOnlySequence<byte> octets)
    {
        Span<byte> first = stackalloc byte[Longest];
        first = first[..(int)Math.Min(Longest, octets.Length)];
        octets.Slice(0, first.Length).CopyTo(first);
        if (first.IsEmpty)
        {
            return FirstOctets.None;
        }

        if (first[0] is TlsHandshake or MqttConnect)
        {
            return first[0] == TlsHandshake ? FirstOctets.Tls : FirstOctets.Mqtt;
        }

        if (ProxyHeader.IsHeader(first))
        {
            return FirstOctets.Proxy;
        }

        foreach (var method in Methods)
        {
            if (first.StartsWith(Encoding.ASCII.GetBytes(method)))
            {
                return FirstOctets.Http;
            }
        }

        return FirstOctets.Other;
    }
}
