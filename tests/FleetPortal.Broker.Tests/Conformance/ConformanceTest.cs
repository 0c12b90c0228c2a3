using FleetPortal.Broker.Tests.Conformance.Client;
using Xunit;

namespace FleetPortal.Broker.Tests.Conformance;

/// <summary>A test that talks to a broker of its own in octets.</summary>
public abstract class ConformanceTest : IAsyncLifetime
{
    private readonly List<RawClient> _clients = [];
    private IBrokerUnderTest _broker = null!;

    private static bool OnMosquitto => Environment.GetEnvironmentVariable("CONFORMANCE_BROKER") == "mosquitto";

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() =>
        _broker = OnMosquitto ? (IBrokerUnderTest)await MosquittoBroker.StartAsync() : await EngineBroker.StartAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            await client.DisposeAsync();
        }
        if (_broker is not null)
        {
            await _broker.DisposeAsync();
            Assert.Empty((_broker as EngineBroker)?.ErrorLog.Errors ?? []);
        }
        GC.SuppressFinalize(this);
    }

    /// <summary>Skips the test when the broker's clock cannot be moved.</summary>
    private protected void NeedsClock() => Assert.SkipWhen(_broker.Time is null, "The clock of this broker cannot be moved.");

    /// <summary>Skips the test on Mosquitto 2.0.11.</summary>
    private protected static void MosquittoDiffers(string how) => Assert.SkipWhen(OnMosquitto, $"Mosquitto 2.0.11 {how}");

    /// <summary>Moves the broker's clock.</summary>
    private protected void Advance(double seconds) => _broker.Time!.Advance(TimeSpan.FromSeconds(seconds));

    /// <summary>Opens a connection on which the test sends CONNECT itself.</summary>
    private protected async Task<RawClient> OpenAsync(byte version)
    {
        var client = new RawClient(await _broker.OpenAsync(), version) { MayCloseSilently = OnMosquitto };
        _clients.Add(client);
        return client;
    }

    /// <summary>Opens a connection and connects.</summary>
    private protected async Task<RawClient> ConnectAsync(Connect connect)
    {
        var client = await OpenAsync(connect.Version);
        client.MaximumPacketSize = Announced(connect, Prop.MaximumPacketSize) ?? uint.MaxValue;
        client.TopicAliasMaximum = Announced(connect, Prop.TopicAliasMaximum) ?? 0;
        await client.ConnectAsync(connect);
        return client;
    }

    /// <summary>Connects with a clean session that ends with the connection.</summary>
    private protected Task<RawClient> ConnectAsync(byte version, string clientId, params Property[] properties) =>
        ConnectAsync(new Connect(version, clientId) { Properties = properties });

    /// <summary>Connects to a session that outlives the connection: an hour in MQTT 5.0.</summary>
    private protected Task<RawClient> ConnectToSessionAsync(byte version, string clientId, params Property[] properties) =>
        ConnectAsync(Session(version, clientId, properties));

    /// <summary>The CONNECT packet of <see cref="ConnectToSessionAsync"/>.</summary>
    private protected static Connect Session(byte version, string clientId, params Property[] properties) =>
        new(version, clientId)
        {
            CleanStart = false,
            Properties = [.. properties.Any(property => property.Id is Prop.SessionExpiryInterval) ? []
                : new Property[] { (Prop.SessionExpiryInterval, 3600u) }, .. properties],
        };

    private static uint? Announced(Connect connect, Prop property) => connect.Properties.Where(each => each.Id == property)
        .Select(each => (uint?)Convert.ToUInt32(each.Value, null)).FirstOrDefault();
}
