namespace FleetPortal.Fleet.Things;

/// <summary>What lists are ordered by.</summary>
public enum ThingSort
{
    /// <summary>ThingName, without case.</summary>
    Name,

    /// <summary>The end of the current certificate, soonest first; none last.</summary>
    Expires,

    /// <summary>Last seen, latest first; never last.</summary>
    LastSeen,

    /// <summary>Type, then ThingName; Things without a type first.</summary>
    Type,
}

/// <summary>The order of a list: a column, as it is usually read or the other way round.</summary>
/// <param name="By">The column.</param>
/// <param name="Descending">The other way round: Z to A, the latest end first, the one that is silent for longest first.</param>
public readonly record struct ThingOrder(ThingSort By, bool Descending = false)
{
    private static readonly ThingSort[] Columns = [ThingSort.Name, ThingSort.Expires, ThingSort.LastSeen, ThingSort.Type];

    /// <summary>How columns are spelt in addresses and in the API.</summary>
    public static IEnumerable<string> Spellings => Columns.Select(Spell);

    /// <summary>A column as it is usually read.</summary>
    public static implicit operator ThingOrder(ThingSort sort) => FromThingSort(sort);

    /// <summary>A column as it is usually read.</summary>
    public static ThingOrder FromThingSort(ThingSort sort) => new(sort);

    /// <summary>Reads <c>name</c>, <c>-name</c> and so on, without case.</summary>
    public static bool TryParse(string? text, out ThingOrder order)
    {
        var descending = text is ['-', ..];
        var spelling = descending ? text![1..] : text;
        var found = Columns.Where(column => Spell(column).Equals(spelling, StringComparison.OrdinalIgnoreCase)).Select(column => (ThingSort?)column).FirstOrDefault();
        order = new ThingOrder(found ?? ThingSort.Name, descending);
        return found is not null;
    }

    /// <summary>As addresses and the API spell it: <c>-lastSeen</c>.</summary>
    public override string ToString() => (Descending ? "-" : "") + Spell(By);

    private static string Spell(ThingSort column) => column switch
    {
        ThingSort.Expires => "expires",
        ThingSort.LastSeen => "lastSeen",
        ThingSort.Type => "type",
        _ => "name",
    };
}
