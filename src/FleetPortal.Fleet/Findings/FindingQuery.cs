using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Findings;

/// <summary>
/// A search for findings, as people write it: <c>state:open severity:critical kind:shared-credential thing:pump-0417 assignee:mara
/// seen&lt;1d opened&gt;7d</c>, identifiers such as <c>F-12</c>, and words that are searched in names. All terms must match. A term that
/// is not understood is an error.
/// </summary>
public sealed record FindingQuery
{
    /// <summary>The maximum length of a query, in characters.</summary>
    public const int MaxLength = 512;

    /// <summary>All filters, for messages.</summary>
    public const string Filters = "state:, severity:, kind:, thing:, assignee:, seen<, seen>, opened<, opened>";

    /// <summary>The words that the name of the Thing must contain.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>The number of the finding.</summary>
    public long? Key { get; init; }

    /// <summary>The state of the finding.</summary>
    public FindingState? State { get; init; }

    /// <summary>Whether the finding is neither resolved nor accepted.</summary>
    public bool OnlyActive { get; init; }

    /// <summary>The severity of the finding.</summary>
    public FindingSeverity? Severity { get; init; }

    /// <summary>The kind of the finding.</summary>
    public string? Kind { get; init; }

    /// <summary>The Thing or application, exactly.</summary>
    public string? Thing { get; init; }

    /// <summary>The assignee; an empty text finds findings without one.</summary>
    public string? Assignee { get; init; }

    /// <summary>It was seen last within this number of days.</summary>
    public int? SeenWithinDays { get; init; }

    /// <summary>It was not seen for this number of days.</summary>
    public int? SilentDays { get; init; }

    /// <summary>It was seen first within this number of days.</summary>
    public int? OpenedWithinDays { get; init; }

    /// <summary>It was seen first before this number of days.</summary>
    public int? OpenedBeforeDays { get; init; }

    /// <summary>Reads a query as people write it.</summary>
    /// <exception cref="FleetError"><c>query-invalid</c> with one fault for each term that is not understood.</exception>
    public static FindingQuery Parse(string? text)
    {
        if (text is { Length: > MaxLength } || text?.Any(char.IsControl) == true)
        {
            throw new FleetError(CommonErrors.QueryInvalid,
                [new Fault("q", $"A query has at most {MaxLength} characters and no control characters.")]);
        }

        var (query, faults) = (new FindingQuery(), new List<Fault>());
        var given = new HashSet<string>(StringComparer.Ordinal);
        foreach (var term in (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            query = query.With(term, given, faults);
        }

        return faults.Count == 0 ? query : throw new FleetError(CommonErrors.QueryInvalid, faults);
    }

    private FindingQuery With(string term, HashSet<string> given, List<Fault> faults)
    {
        if (term.Contains('-', StringComparison.Ordinal) && FindingId.Parse(term) is { } key)
        {
            return this with { Key = key };
        }

        var end = term.IndexOfAny([':', '<', '>']);
        if (end < 0)
        {
            return this with { Words = [.. Words, term] };
        }

        var (filter, value) = (term[..(end + 1)].ToLowerInvariant(), term[(end + 1)..]);
        if (!given.Add(filter))
        {
            return Unknown(term, $"{filter} may be given once only.", faults);
        }

        return filter switch
        {
            "state:" when value is "active" => this with { OnlyActive = true },
            "state:" => EnumName.Find<FindingState>(value) is { } state ? this with { State = state }
                : Unknown(term, "state: takes open, contained, resolved, accepted, or active for the first two.", faults),
            "severity:" => EnumName.Find<FindingSeverity>(value) is { } severity ? this with { Severity = severity }
                : Unknown(term, "severity: takes critical, high, medium or low.", faults),
            "kind:" => FindingCatalogue.Find(value) is { } kind ? this with { Kind = kind.Id }
                : Unknown(term, $"kind: takes {string.Join(", ", FindingCatalogue.All.Select(kind => kind.Id))}.", faults),
            "thing:" when value.Length > 0 => this with { Thing = value },
            "assignee:" when value.Length > 0 => this with { Assignee = value is "none" ? "" : value },
            "seen<" or "seen>" or "opened<" or "opened>" => DayCount.Parse(value) is { } days ? WithDays(filter, days)
                : Unknown(term, $"Write a number of days: {filter}7d.", faults),
            _ => Unknown(term, $"The filters are {Filters}.", faults),
        };
    }

    private FindingQuery WithDays(string filter, int days) => filter switch
    {
        "seen<" => this with { SeenWithinDays = days },
        "seen>" => this with { SilentDays = days },
        "opened<" => this with { OpenedWithinDays = days },
        _ => this with { OpenedBeforeDays = days },
    };

    private FindingQuery Unknown(string term, string message, List<Fault> faults)
    {
        faults.Add(new Fault("q", $"{term} is not understood. {message}"));
        return this;
    }
}
