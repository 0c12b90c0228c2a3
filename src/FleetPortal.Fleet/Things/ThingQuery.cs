using System.Globalization;

namespace FleetPortal.Fleet.Things;

/// <summary>What a certificate filter asks for; "expiring" and "expired" are active ones seen through the clock.</summary>
public enum CredentialFilter
{
    /// <summary>Active, whatever its end.</summary>
    Active,

    /// <summary>Active, and ends within 30 days.</summary>
    Expiring,

    /// <summary>Its validity is over.</summary>
    Expired,

    /// <summary>Not yet to be used.</summary>
    Pending,

    /// <summary>On hold.</summary>
    Hold,

    /// <summary>Revoked.</summary>
    Revoked,

    /// <summary>No certificate at all.</summary>
    None,
}

/// <summary>
/// The query box: <c>status:active expires&lt;30d type:meter group:plant-2 connected:no authority:issuing-1 seen&gt;30d</c> and words that are looked
/// for in ThingNames. Every term narrows.
/// </summary>
public sealed record ThingQuery
{
    /// <summary>The longest query.</summary>
    public const int MaxLength = 512;

    /// <summary>Words to be found in the name.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>A type, exactly.</summary>
    public string? Type { get; init; }

    /// <summary>A group, exactly.</summary>
    public string? Group { get; init; }

    /// <summary>What the best certificate is like.</summary>
    public CredentialFilter? Status { get; init; }

    /// <summary>Ends within this many days.</summary>
    public int? ExpiresWithinDays { get; init; }

    /// <summary>Connected or not.</summary>
    public bool? Connected { get; init; }

    /// <summary>Enabled or not.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Let in by this authority, and by no other.</summary>
    public string? AuthorityId { get; init; }

    /// <summary>Not heard from for this many days, or never.</summary>
    public int? SilentDays { get; init; }

    /// <summary>Connected, or heard from within this many days.</summary>
    public int? SeenDays { get; init; }

    /// <summary>Reads the box.</summary>
    /// <exception cref="FleetError"><c>query-invalid</c>, naming each term that is not understood.</exception>
    public static ThingQuery Parse(string? text)
    {
        var query = new ThingQuery();
        var faults = new List<Fault>();
        if (text is not null && text.Any(char.IsControl))
        {
            throw new FleetError("query-invalid", [new Fault("q", "The query holds a control character.")]);
        }

        if (text is { Length: > MaxLength })
        {
            throw new FleetError("query-invalid", [new Fault("q", $"The query is longer than {MaxLength} characters.")]);
        }

        foreach (var term in (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            query = query.With(term, faults);
        }

        return faults.Count == 0 ? query : throw new FleetError("query-invalid", faults);
    }

    private ThingQuery With(string term, List<Fault> faults)
    {
        if (term.StartsWith("expires<", StringComparison.OrdinalIgnoreCase))
        {
            return Days(term["expires<".Length..]) is { } number ? this with { ExpiresWithinDays = number } : Unknown(term, "Write a number of days: expires<30d.", faults);
        }

        if (term.StartsWith("seen>", StringComparison.OrdinalIgnoreCase))
        {
            return Days(term["seen>".Length..]) is { } number ? this with { SilentDays = number } : Unknown(term, "Write a number of days: seen>30d.", faults);
        }

        if (term.StartsWith("seen<", StringComparison.OrdinalIgnoreCase))
        {
            return Days(term["seen<".Length..]) is { } number ? this with { SeenDays = number } : Unknown(term, "Write a number of days: seen<30d.", faults);
        }

        // A ThingName may hold a colon, so only the known words before one are filters.
        var colon = term.IndexOf(':', StringComparison.Ordinal);
        var value = colon < 0 ? "" : term[(colon + 1)..];
        return (colon < 0 ? "" : term[..colon].ToLowerInvariant()) switch
        {
            "type" => this with { Type = value },
            "group" => this with { Group = value },
            "authority" => this with { AuthorityId = value },
            "status" => Enum.TryParse<CredentialFilter>(value, ignoreCase: true, out var status) && !char.IsAsciiDigit(value[0])
                ? this with { Status = status }
                : Unknown(term, "status: takes active, expiring, expired, pending, hold, revoked or none.", faults),
            "connected" => YesNo(value) is { } connected ? this with { Connected = connected } : Unknown(term, "connected: takes yes or no.", faults),
            "enabled" => YesNo(value) is { } enabled ? this with { Enabled = enabled } : Unknown(term, "enabled: takes yes or no.", faults),
            _ => this with { Words = [.. Words, term] },
        };
    }

    private ThingQuery Unknown(string term, string message, List<Fault> faults)
    {
        faults.Add(new Fault("q", $"{term} is not understood. {message}"));
        return this;
    }

    private static int? Days(string text) => int.TryParse(text.TrimEnd('d', 'D'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 36500 ? number : null;

    private static bool? YesNo(string value) => value.ToLowerInvariant() switch
    {
        "yes" => true,
        "no" => false,
        _ => null,
    };
}
