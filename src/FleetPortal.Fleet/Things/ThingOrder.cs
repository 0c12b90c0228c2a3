namespace FleetPortal.Fleet.Things;

/// <summary>The columns that a list of Things can be sorted by.</summary>
public enum ThingSort
{
    /// <summary>The ThingName, ignoring letter case.</summary>
    Name,

    /// <summary>The expiry of the current certificate, earliest first. Things without a certificate come last.</summary>
    Expires,

    /// <summary>The time of the last contact, latest first. Things that were never seen come last.</summary>
    LastSeen,

    /// <summary>The type, then the ThingName. Things without a type come first.</summary>
    Type,
}

/// <summary>The order of a list of Things: a column in its default direction or in the opposite one.</summary>
/// <param name="By">The column to sort by.</param>
/// <param name="Descending">Whether the direction is the opposite of the default: Z to A, latest expiry first, longest unseen
/// first.</param>
public readonly record struct ThingOrder(ThingSort By, bool Descending = false)
{
    private static readonly ThingSort[] Columns = [ThingSort.Name, ThingSort.Expires, ThingSort.LastSeen, ThingSort.Type];

    /// <summary>The names of the columns in URLs and in the API.</summary>
    public static IEnumerable<string> Spellings => Columns.Select(Spell);

    /// <summary>Returns the default order of a column.</summary>
    public static implicit operator ThingOrder(ThingSort sort) => FromThingSort(sort);

    /// <summary>Returns the default order of a column.</summary>
    public static ThingOrder FromThingSort(ThingSort sort) => new(sort);

    /// <summary>Reads <c>name</c>, <c>-name</c> and so on, ignoring letter case.</summary>
    public static bool TryParse(string? text, out ThingOrder order)
    {
        var descending = text is ['-', ..];
        var spelling = descending ? text![1..] : text;
        var found = Columns.Where(column => Spell(column).Equals(spelling, StringComparison.OrdinalIgnoreCase))
            .Select(column => (ThingSort?)column).FirstOrDefault();
        order = new ThingOrder(found ?? ThingSort.Name, descending);
        return found is not null;
    }

    /// <summary>Returns the order as URLs and the API spell it, such as <c>-lastSeen</c>.</summary>
    public override string ToString() => (Descending ? "-" : "") + Spell(By);

    private static string Spell(ThingSort column) => column switch
    {
        ThingSort.Expires => "expires",
        ThingSort.LastSeen => "lastSeen",
        ThingSort.Type => "type",
        _ => "name",
    };
}
