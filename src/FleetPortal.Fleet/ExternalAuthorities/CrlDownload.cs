using System.Net;
using System.Net.Sockets;
using FleetPortal.Pki.Revocation;

namespace FleetPortal.Fleet.ExternalAuthorities;

/// <summary>
/// Downloads a CRL from an address in a certificate, which an attacker may have chosen. Allows http and https only. Resolves the name
/// itself and connects to exactly the address that it checked, so that a name cannot resolve to another address afterwards (DNS rebinding).
/// Each redirect is checked in the same way. Size and time are limited.
/// </summary>
public sealed class CrlDownload : IDisposable
{
    private const int MaxRedirects = 3;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    private static readonly HttpRequestOptionsKey<bool> MayBePrivate = new("MayBePrivate");

    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        MaxResponseHeadersLength = 16,

        // An address is checked when its connection is made, so no connection is kept for another request.
        PooledConnectionLifetime = TimeSpan.Zero,
        ConnectCallback = ConnectAsync,
    })
    {
        Timeout = System.Threading.Timeout.InfiniteTimeSpan,
    };

    /// <summary>Downloads the content of an address.</summary>
    /// <param name="address">The http or https address.</param>
    /// <param name="mayBePrivate">Whether loopback, private and link-local addresses are allowed.</param>
    /// <param name="cancellationToken">Cancels the download.</param>
    /// <exception cref="HttpRequestException">The address cannot be reached, is not allowed, or answers with an error.</exception>
    /// <exception cref="IOException">The content is larger than <see cref="ExternalCrl.MaxLength"/>.</exception>
    /// <exception cref="OperationCanceledException">The download took longer than 30 seconds, or was cancelled.</exception>
    public async Task<byte[]> GetAsync(Uri address, bool mayBePrivate, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Timeout);
        for (var redirects = 0; ; redirects++)
        {
            if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
            {
                throw new HttpRequestException($"{address} is not an http or https address.");
            }

            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Options.Set(MayBePrivate, mayBePrivate);
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            if (response.Headers.Location is { } location && (int)response.StatusCode is >= 300 and < 400)
            {
                address = redirects < MaxRedirects
                    ? new Uri(address, location) : throw new HttpRequestException($"More than {MaxRedirects} redirects.");
                continue;
            }

            response.EnsureSuccessStatusCode();
            return await ReadAsync(response.Content, timeout.Token);
        }
    }

    /// <summary>Whether an address belongs to the public Internet (IANA's special-purpose registries, RFC 6890).</summary>
    public static bool IsPublic(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        Span<byte> octets = stackalloc byte[16];
        address.TryWriteBytes(octets, out var length);
        if (length == 4)
        {
            return (octets[0], octets[1]) switch
            {
                (0 or 10 or 127 or >= 224, _) => false,
                (100, >= 64 and <= 127) => false,
                (169, 254) => false,
                (172, >= 16 and <= 31) => false,
                (192, 0 or 168) => false,
                (198, 18 or 19 or 51) => false,
                (203, 0) => false,
                _ => true,
            };
        }

        // Global unicast is 2000::/3. Refuse Teredo, 6to4 and documentation addresses in it. NAT64 (64:ff9b::/96) is outside it.
        return (octets[0] & 0xE0) == 0x20
            && !(octets[0] == 0x20 && octets[1] == 0x02)
            && !(octets[0] == 0x20 && octets[1] == 0x01 && (octets[2] < 2 || (octets[2] == 0x0D && octets[3] == 0xB8)));
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var mayBePrivate = context.InitialRequestMessage.Options.TryGetValue(MayBePrivate, out var allowed) && allowed;
        var all = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellationToken);
        var addresses = all.Where(address => mayBePrivate || IsPublic(address)).ToArray();
        if (addresses.Length == 0)
        {
            throw new HttpRequestException($"{host} has no public address. Set Crls:FetchFromPrivateAddresses to allow private addresses.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<byte[]> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > ExternalCrl.MaxLength)
        {
            throw TooLong();
        }

        using var read = new MemoryStream();
        await using var body = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[64 * 1024];
        for (int count; (count = await body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (read.Length + count > ExternalCrl.MaxLength)
            {
                throw TooLong();
            }

            read.Write(buffer, 0, count);
        }

        return read.ToArray();
    }

    private static IOException TooLong() => new($"The CRL is longer than {ExternalCrl.MaxLength / 1024 / 1024} MiB.");
}
