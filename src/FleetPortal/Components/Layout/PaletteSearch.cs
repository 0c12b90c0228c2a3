using System.Globalization;
using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Attempts;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Things;
using FleetPortal.Pki.Text;
using FleetPortal.Slices;

namespace FleetPortal.Components.Layout;

/// <summary>A result of the command palette.</summary>
/// <param name="Icon">One of <c>FleetIcons</c>.</param>
/// <param name="Title">The name of the result.</param>
/// <param name="Hint">The kind of the result, or the reason why it was found.</param>
/// <param name="Address">The address that it opens; null for an action.</param>
/// <param name="Action">The action, if it has no address.</param>
/// <param name="Thing">The Thing, if the result is one.</param>
public sealed record PaletteHit(string Icon, string Title, string Hint, string? Address, PaletteAction? Action = null, ThingRow? Thing = null);

/// <summary>The actions of the palette that do not open a page.</summary>
public enum PaletteAction
{
    /// <summary>Switches between the light and the dark theme.</summary>
    SwitchTheme,

    /// <summary>Shows the keyboard shortcuts.</summary>
    ShowKeys,

    /// <summary>Ends the session of the person.</summary>
    SignOut,
}

/// <summary>
/// Searches for a pasted or typed text among Things, certificates (serial number, fingerprint or PEM in any spelling), addresses of
/// connections and attempts, groups, topics, authorities, pages and actions. Every query needs <see cref="Permission.Read"/> and returns at
/// most <see cref="MaxHits"/> results.
/// </summary>
public sealed class PaletteSearch(ThingQueries things, CertificateQueries certificates, AuthorityQueries authorities, ConnectionQueries connections, AttemptQueries attempts, GroupQueries groups)
{
    /// <summary>The largest number of results of one kind.</summary>
    public const int MaxHits = 8;

    private static readonly (PaletteHit Hit, Permission Needed, string Words)[] Commands =
    [
        .. PortalSlices.Palette.Select(entry => (new PaletteHit(entry.Icon, entry.Title, entry.Hint, entry.Address), entry.Needs, entry.Words)),
        (new(FleetIcons.Dark, "Switch light or dark theme", "action", null, PaletteAction.SwitchTheme), Permission.Read, ""),
        (new(FleetIcons.Help, "Help: keys and search", "action", null, PaletteAction.ShowKeys), Permission.Read, "?"),
        (new(FleetIcons.Disconnect, "Sign out", "action", null, PaletteAction.SignOut), Permission.Read, "log out logout"),
    ];

    /// <summary>Returns the pages and actions that the palette offers before the person types.</summary>
    public static PaletteHit[] Offered(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return [.. Commands.Where(command => actor.May(command.Needed)).Select(command => command.Hit)];
    }

    /// <summary>Returns the results for a text, most likely first. Needs <see cref="Permission.Read"/>.</summary>
    public async Task<PaletteHit[]> FindAsync(string text, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(actor);
        var word = text.Trim();
        IReadOnlyList<ThingRow> named = word.Length > ThingQuery.MaxLength ? [] : (await things.ListAsync(new ThingQuery { Words = [word] }, ThingSort.Name, 0, MaxHits, actor, cancellationToken)).Items;
        var hits = named.Select(OfThing).ToList();

        // Search certificates only if the text can be a serial number, a fingerprint or a PEM.
        if (PastedCredential.Read(word) is not null)
        {
            hits.AddRange((await certificates.ListAsync(new CertificateQuery(Text: word), 0, MaxHits, actor, cancellationToken)).Items
                .Where(certificate => named.All(thing => thing.Name != certificate.ThingName))
                .Select(certificate => new PaletteHit(FleetIcons.Certificates, certificate.ThingName, $"by certificate {Short(certificate.SerialNumber)}", AddressOf(certificate.ThingName))));
        }

        if (word.Contains('/', StringComparison.Ordinal))
        {
            hits.AddRange(await OfTopicAsync(word, actor, cancellationToken));
        }

        if (word.Any(c => c is '.' or ':'))
        {
            hits.AddRange(connections.List(word, actor).Where(connection => connection.RemoteAddress.Contains(word, StringComparison.Ordinal)).Take(MaxHits)
                .Select(connection => new PaletteHit(FleetIcons.Connected, connection.ClientId, $"connected from {connection.RemoteAddress}", AddressOf(connection.ClientId) + "/connections")));
        }

        hits.AddRange(await OfAttemptsAsync(word, hits.Count == 0, actor, cancellationToken));
        hits.AddRange((await groups.BeginningAsync(word, MaxHits / 2, actor, cancellationToken)).Select(group => new PaletteHit(FleetIcons.Things, group, "group", $"things?q={Uri.EscapeDataString($"group:{group}")}")));
        hits.AddRange((await authorities.NamedAsync(word, actor, cancellationToken)).Take(MaxHits).Select(authority => new PaletteHit(FleetIcons.Authority, authority.Name, "authority", $"authorities?id={authority.Id}")));
        hits.AddRange(Commands.Where(command => actor.May(command.Needed) && IsMeant(command.Hit.Title + " " + command.Words, word)).Select(command => command.Hit));
        return [.. hits];
    }

    // A text matches the beginning of a word: "out" finds "Sign out", "n" does not find "Sign in".
    private static bool IsMeant(string title, string word) =>
        title.Contains(word, StringComparison.OrdinalIgnoreCase) && title.Split(' ').Any(part => part.StartsWith(word.Split(' ')[0], StringComparison.OrdinalIgnoreCase));

    private static PaletteHit OfThing(ThingRow thing) => new(FleetIcons.Things, thing.Name, thing.Type ?? "Thing", AddressOf(thing.Name), Thing: thing);

    private static string AddressOf(string thingName) => $"things/{Uri.EscapeDataString(thingName)}";

    private static string Short(string hex) => hex.Length <= MaxHits ? hex : hex[..MaxHits] + "…";

    /// <summary>Finds the Thing whose name is a level of a topic.</summary>
    private async Task<IEnumerable<PaletteHit>> OfTopicAsync(string topic, Actor actor, CancellationToken cancellationToken)
    {
        foreach (var level in topic.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(level => level.IndexOfAny(['+', '#']) < 0).Take(MaxHits).Reverse())
        {
            var found = await things.ListAsync(new ThingQuery { Words = [level] }, ThingSort.Name, 0, 1, actor, cancellationToken);
            if (found.Items is [var thing] && thing.Name == level)
            {
                return [new PaletteHit(FleetIcons.Topics, thing.Name, $"topic {topic}", AddressOf(thing.Name) + "/topics", Thing: thing)];
            }
        }

        return [];
    }

    /// <summary>
    /// Finds connect attempts. An IP address is always searched. Any other text is searched only without other results, to find a device
    /// that was never accepted.
    /// </summary>
    private async Task<IEnumerable<PaletteHit>> OfAttemptsAsync(string word, bool nothingElse, Actor actor, CancellationToken cancellationToken)
    {
        var isAddress = word.Any(char.IsAsciiDigit) && word.Any(c => c is '.' or ':') && word.All(c => char.IsAsciiHexDigit(c) || c is '.' or ':' or '[' or ']');
        if (word.Length > AttemptQuery.MaxText || !(isAddress || nothingElse))
        {
            return [];
        }

        var query = isAddress ? new AttemptQuery(Text: word) : new AttemptQuery(ClientId: word);
        if (await attempts.ListAsync(query, null, 1, actor, cancellationToken) is not [var newest])
        {
            return [];
        }

        var title = string.Create(CultureInfo.InvariantCulture, $"Attempts {(isAddress ? "from" : "of")} {TextParts.Plain(word)}");
        return [new PaletteHit(newest.Allowed ? FleetIcons.Connections : FleetIcons.Refused, title, newest.Reason is { } reason ? $"last refused: {reason}" : "last accepted", $"connections/attempts?q={Uri.EscapeDataString(word)}")];
    }
}
