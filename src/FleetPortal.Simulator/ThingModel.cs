using System.Globalization;
using System.Text.Json;

namespace FleetPortal.Simulator;

/// <summary>What a kind of device measures.</summary>
/// <param name="Type">The ThingType.</param>
/// <param name="Channel">The telemetry channel below <c>telemetry/</c>.</param>
/// <param name="Quantity">The JSON field.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Middle">Around what it moves.</param>
/// <param name="Swing">How far.</param>
public sealed record ThingModel(string Type, string Channel, string Quantity, string Unit, double Middle, double Swing)
{
    private const int GroupSize = 25;
    private const int SecondsPerTurn = 120;

    private static readonly ThingModel[] Models =
    [
        new("meter", "reading", "m3h", "m³/h", 3.2, 1.1),
        new("pump", "vibration", "rms", "mm/s", 2.4, 0.4),
        new("valve", "position", "open", "%", 55, 25),
        new("gateway", "uplink", "rssi", "dBm", -71, 6),
    ];

    /// <summary>The model of the n-th Thing: of ten, five meters, three pumps, one valve, one gateway.</summary>
    public static ThingModel Of(int number) => Models[(number % 10) switch { < 5 => 0, < 8 => 1, 8 => 2, _ => 3 }];

    /// <summary>The name of the n-th Thing: <c>pump-0417</c>.</summary>
    public static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"{Of(number).Type}-{number + 1:D4}");

    /// <summary>The group of the n-th Thing.</summary>
    public static string GroupOf(int number) => string.Create(CultureInfo.InvariantCulture, $"plant-{(number / GroupSize % 10) + 1}");

    /// <summary>One measurement as JSON: a slow wave with some noise.</summary>
    public byte[] Measure(long sequence, DateTimeOffset at, Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var wave = Math.Sin(at.ToUnixTimeMilliseconds() / 1000.0 * 2 * Math.PI / SecondsPerTurn);
        var value = Math.Round(Middle + (Swing * ((0.7 * wave) + (0.3 * ((2 * random.NextDouble()) - 1)))), 2);
        return JsonSerializer.SerializeToUtf8Bytes(
            new Dictionary<string, object> { ["ts"] = at.UtcDateTime, [Quantity] = value, ["unit"] = Unit, ["seq"] = sequence });
    }
}
