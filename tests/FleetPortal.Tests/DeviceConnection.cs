using System.Security.Cryptography.X509Certificates;
using MQTTnet;
using MQTTnet.Formatter;
using Xunit;

namespace FleetPortal.Tests;

/// <summary>A device at the door.</summary>
internal static class DeviceConnection
{
    /// <summary>Connects over TLS, sees that it is let in, and leaves.</summary>
    public static async Task AssertLetInAsync(int mqttPort, string name, X509Certificate2 certificate)
    {
        using var client = new MqttClientFactory().CreateMqttClient();
        var answer = await client.ConnectAsync(
            new MqttClientOptionsBuilder()
                .WithClientId(name).WithProtocolVersion(MqttProtocolVersion.V500).WithTcpServer("127.0.0.1", mqttPort)
                .WithTlsOptions(tls => tls.UseTls()
                    .WithCertificateValidationHandler(_ => true).WithClientCertificates(new X509Certificate2Collection(certificate)))
                .Build(),
            TestContext.Current.CancellationToken);
        Assert.Equal((MqttClientConnectResultCode.Success, (string?)null), (answer.ResultCode, answer.ReasonString));
        await client.DisconnectAsync(cancellationToken: TestContext.Current.CancellationToken);
    }
}
