using System.Net;
using System.Net.Http.Json;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Xunit;

namespace FleetPortal.Tests;

/// <summary>A Thing or an application with its certificate, which opens connections over mutual TLS. MQTT is up to the test.</summary>
internal sealed class MqttDevice(string name, X509Certificate2 certificate) : IDisposable
{
    private const int TcpMaximumSegment = 2;

    /// <summary>The name of the Thing or the application.</summary>
    public string Name { get; } = name;

    /// <summary>The levels in front of the topics of a Thing.</summary>
    public string Prefix => $"fleet/pump/{Name}";

    /// <summary>Registers a Thing of the type pump and issues its certificate.</summary>
    public static async Task<MqttDevice> EnrolThingAsync(HttpClient api, string name)
    {
        using var answer = await api.PostAsJsonAsync("/api/v1/things", new { name, type = "pump" }, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
        return await IssueAsync(api, $"/api/v1/things/{name}/certificates", name);
    }

    /// <summary>Creates an application with its rights and issues its certificate.</summary>
    public static async Task<MqttDevice> EnrolApplicationAsync(HttpClient api, string name, string[] hears, string[] publishes)
    {
        using var answer = await api.PostAsJsonAsync("/api/v1/applications", new { name, hears, publishes },
            TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
        return await IssueAsync(api, $"/api/v1/applications/{name}/certificates", name);
    }

    /// <summary>Opens a connection over TLS with the certificate.</summary>
    /// <param name="port">The port of MQTT over TLS.</param>
    /// <param name="narrow">
    /// Whether the kernel keeps little for the device, as over a radio link. Otherwise it takes megabytes for a device that does not read.
    /// </param>
    public async Task<SslStream> OpenAsync(int port, bool narrow = false)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (narrow)
        {
            socket.ReceiveBufferSize = 4096;
            socket.SetRawSocketOption((int)ProtocolType.Tcp, TcpMaximumSegment, BitConverter.GetBytes(536));
        }

        SslStream? stream = null;
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
            stream = new SslStream(new NetworkStream(socket, ownsSocket: true), leaveInnerStreamOpen: false);
            await stream.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = "localhost",
#pragma warning disable CA5359 // The portal's own certificate. Other tests look at it.
                    RemoteCertificateValidationCallback = (_, _, _, _) => true,
#pragma warning restore CA5359
                    ClientCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true),
                },
                TestContext.Current.CancellationToken);
            return stream;
        }
        catch (Exception e) when (e is SocketException or IOException or AuthenticationException)
        {
            await (stream?.DisposeAsync() ?? ValueTask.CompletedTask);
            socket.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => certificate.Dispose();

    private static async Task<MqttDevice> IssueAsync(HttpClient api, string path, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var answer = await api.PostAsJsonAsync(path, new { csrPem = EstClient.RequestOf(name, key).CreateSigningRequestPem() },
            TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        return new MqttDevice(name, X509Certificate2.CreateFromPem((string)body["certificatePem"]!, key.ExportPkcs8PrivateKeyPem()));
    }
}
