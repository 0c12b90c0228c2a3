using System.Globalization;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Things;

/// <summary>A filter by the state of a certificate. "Expiring" and "expired" depend on the current time.</summary>
public enum CredentialFilter
{
    /// <summary>The certificate is active. In a filter of Things, also if it ends soon.</summary>
    Active,

    /// <summary>The certificate is active and ends within 30 days.</summary>
    Expiring,

    /// <summary>The validity of the certificate has ended.</summary>
    Expired,

    /// <summary>The certificate must not be used yet.</summary>
    Pending,

    /// <summary>The certificate is on hold.</summary>
    Hold,

    /// <summary>The certificate is revoked.</summary>
    Revoked,

    /// <summary>The Thing has no certificate.</summary>
    None,
}

/// <summary>
/// A search for Things, as people write it: <c>status:active expires&lt;30d type:meter group:plant-2 connected:no authority:issuing-1
/// seen&gt;30d</c> and words that are searched in ThingNames. All terms must match. A term that is not understood is an error, never a
/// name. A certificate in PEM, a fingerprint, a serial number, <c>CN=…</c> or the URI of a Thing (<see cref="PastedCredential"/>) finds the
/// Thing that it belongs to.
/// </summary>
public sealed record ThingQuery
{
    /// <summary>The maximum length of a query, in characters.</summary>
    public const int MaxLength = 512;

    /// <summary>The maximum number of words that are searched in names. Each word is a separate search.</summary>
    public const int MaxWords = 8;

    /// <summary>All filters, for messages.</summary>
    public const string Filters = "type:, group:, status:, connected:, enabled:, access:, authority:, expires<, expires>, seen<, seen>";

    /// <summary>The words that the name must contain.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>The pasted texts that mean a certificate or a Thing.</summary>
    internal IReadOnlyList<PastedTerm> Pasted { get; init; } = [];

    /// <summary>The type of the Thing, exactly.</summary>
    public string? Type { get; init; }

    /// <summary>A group of the Thing, exactly.</summary>
    public string? Group { get; init; }

    /// <summary>The state of the current certificate.</summary>
    public CredentialFilter? Status { get; init; }

    /// <summary>The current certificate is active and ends within this number of days.</summary>
    public int? ExpiresWithinDays { get; init; }

    /// <summary>The current certificate is active and valid for at least this number of days.</summary>
    public int? ExpiresAfterDays { get; init; }

    /// <summary>Whether the Thing is connected.</summary>
    public bool? Connected { get; init; }

    /// <summary>Whether the Thing is enabled.</summary>
    public bool? Enabled { get; init; }

    /// <summary>
    /// True: the Thing can connect with one of its certificates. False: it is enabled and cannot, for another reason than a hold: it has no
    /// certificate, they have expired or are revoked, or their authorities are not trusted any more.
    /// </summary>
    public bool? HasAccess { get; init; }

    /// <summary>The Thing can connect with certificates of this authority only.</summary>
    public string? AuthorityId { get; init; }

    /// <summary>The Thing was not seen for this number of days, or never.</summary>
    public int? SilentDays { get; init; }

    /// <summary>The Thing is connected, or was seen within this number of days.</summary>
    public int? SeenDays { get; init; }

    /// <summary>Reads a query as people write it.</summary>
    /// <exception cref="FleetError"><c>query-invalid</c> with one fault for each term that is not understood;
    /// <c>query-private-key</c>.</exception>
    public static ThingQuery Parse(string? text)
    {
        if (PastedTerm.Of(text) is { } whole)
        {
            return new ThingQuery { Pasted = [whole] };
        }

        var query = new ThingQuery();
        var faults = new List<Fault>();
        if (text is not null && text.Any(char.IsControl))
        {
            throw new FleetError(CommonErrors.QueryInvalid, [new Fault("q", "The query contains a control character.")]);
        }

        if (text is { Length: > MaxLength })
        {
            throw new FleetError(CommonErrors.QueryInvalid, [new Fault("q", $"The query is longer than {MaxLength} characters.")]);
        }

        var given = new HashSet<string>(StringComparer.Ordinal);
        foreach (var term in (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            query = query.With(term, given, faults);
        }

        if (query is { ExpiresAfterDays: { } after, ExpiresWithinDays: { } within } && after >= within)
        {
            faults.Add(new Fault("q", $"No Thing can match both expires>{after}d and expires<{within}d."));
        }

        if (query.Words.Count > MaxWords)
        {
            faults.Add(new Fault("q", $"Search for at most {MaxWords} words, not {query.Words.Count}."));
        }

        return faults.Count == 0 ? query : throw new FleetError(CommonErrors.QueryInvalid, faults);
    }

    private ThingQuery With(string term, HashSet<string> given, List<Fault> faults)
    {
        if (PastedTerm.Of(term) is { } pasted)
        {
            return this with { Pasted = [.. Pasted, pasted] };
        }

        // A ThingName may be a hardware address, so 00:11:22 is a part of a name and not a filter.
        var end = term.IndexOfAny([':', '<', '>', '=']);
        if (end < 0 || IsHardwareAddress(term))
        {
            return Word(term, faults);
        }

        var (filter, value) = (term[..(end + 1)].ToLowerInvariant(), term[(end + 1)..]);
        if (filter == "name:")
        {
            return Word(value, faults);
        }

        if (Apply(filter, value, term, faults) is not { } narrowed)
        {
            return Unknown(term, Explain(term, filter, value), faults);
        }

        return given.Add(filter) ? narrowed : Unknown(term, $"{filter} may be given once only.", faults);
    }

    /// <summary>Returns the query with the filter added; null if there is no such filter.</summary>
    private ThingQuery? Apply(string filter, string value, string term, List<Fault> faults) => filter switch
    {
        "type:" or "group:" or "authority:" when value.Length == 0 => Unknown(term, $"Write a value after {filter}", faults),
        "type:" => this with { Type = value },
        "group:" => this with { Group = value },
        "authority:" => this with { AuthorityId = value },
        "status:" => EnumName.Find<CredentialFilter>(value) is { } status ? this with { Status = status }
            : Unknown(term, "status: takes active, expiring, expired, pending, hold, revoked or none.", faults),
        "connected:" => YesNo(value) is { } connected
            ? this with { Connected = connected } : Unknown(term, "connected: takes yes or no.", faults),
        "enabled:" => YesNo(value) is { } enabled ? this with { Enabled = enabled } : Unknown(term, "enabled: takes yes or no.", faults),
        "access:" => YesNo(value) is { } access ? this with { HasAccess = access } : Unknown(term, "access: takes yes or no.", faults),
        "expires<" => DayCount.Parse(value) is { } days
            ? this with { ExpiresWithinDays = days } : Unknown(term, "Write a number of days: expires<30d.", faults),
        "expires>" => DayCount.Parse(value) is { } days
            ? this with { ExpiresAfterDays = days } : Unknown(term, "Write a number of days: expires>300d.", faults),
        "seen>" => DayCount.Parse(value) is { } days
            ? this with { SilentDays = days } : Unknown(term, "Write a number of days: seen>30d.", faults),
        "seen<" => DayCount.Parse(value) is { } days
            ? this with { SeenDays = days } : Unknown(term, "Write a number of days: seen<30d.", faults),
        _ => null,
    };

    private ThingQuery Word(string word, List<Fault> faults)
    {
        if (ThingName.TryParse(word, out _))
        {
            return this with { Words = [.. Words, word] };
        }

        var foreign = word.FirstOrDefault(c => !ThingName.TryParse(c.ToString(), out _));
        return Unknown(
            word.Length == 0 ? "name:" : word,
            word.Length == 0 ? "Write a part of a ThingName after name:"
            : word.Contains('*', StringComparison.Ordinal) ? $"There are no wildcards: {Plain(word)} finds every name that contains it."
            : foreign == default ? $"A ThingName has at most {ThingName.MaxLength} characters."
            : $"No ThingName contains {foreign}.",
            faults);
    }

    private static string Explain(string term, string filter, string value) =>
        filter[0] == '-' ? "A filter cannot be negated with a minus. For some there is an opposite: connected:no, enabled:no, access:no."
        : filter[^1] == ':'
            ? $"There is no filter {filter} The filters are {Filters}. To find a name that contains a colon write name:{term}."
        : $"{filter[..^1]} cannot be compared. Only expires and seen can: "
            + $"expires{(filter[^1] == '=' ? "<" : filter[^1])}{(DayCount.Parse(value) ?? 30).ToString(CultureInfo.InvariantCulture)}d.";

    private static string Plain(string word) => word.Replace("*", "", StringComparison.Ordinal) is { Length: > 0 } plain ? plain : "a word";

    private ThingQuery Unknown(string term, string message, List<Fault> faults)
    {
        faults.Add(new Fault("q", $"{term} is not understood. {message}"));
        return this;
    }

    private static bool IsHardwareAddress(string term) =>
        term.Split(':').All(part => part.Length <= 2 && part.All(char.IsAsciiHexDigit)) && term.Contains(':', StringComparison.Ordinal);

    private static bool? YesNo(string value) => value.ToLowerInvariant() switch
    {
        "yes" => true,
        "no" => false,
        _ => null,
    };
}
