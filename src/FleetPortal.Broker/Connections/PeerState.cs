using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Connections;

namespace FleetPortal.Broker.Connections;

/// <summary>Whether the other side of a connection has closed it, as the operating system knows before the reader does.</summary>
internal static class PeerState
{
    // getsockopt(IPPROTO_TCP, TCP_INFO) of Linux: the first octet of tcp_info is the state.
    private const int TcpLevel = 6;
    private const int TcpInfo = 11;
    private const byte Established = 1;

    /// <summary>Returns whether the peer has sent its FIN or a reset. A connection that cannot be asked counts as open.</summary>
    public static bool HasClosed(ConnectionContext connection)
    {
        var features = connection.GetHttpContext()?.Features ?? connection.Features;
        if (features.Get<IConnectionSocketFeature>()?.Socket is not { } socket)
        {
            return false;
        }

        try
        {
            if (!OperatingSystem.IsLinux())
            {
                return socket.Poll(TimeSpan.Zero, SelectMode.SelectRead) && socket.Available == 0;
            }

            Span<byte> state = stackalloc byte[1];
            return socket.GetRawSocketOption(TcpLevel, TcpInfo, state) == 1 && state[0] != Established;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return true;
        }
    }
}
