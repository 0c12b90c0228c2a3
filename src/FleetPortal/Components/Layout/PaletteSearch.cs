using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Slices;

namespace FleetPortal.Components.Layout;

/// <summary>
/// Searches for a pasted or typed text: returns the results of every <see cref="IPaletteSource"/> in their order, then pages and actions.
/// </summary>
public sealed class PaletteSearch(IEnumerable<IPaletteSource> sources)
{
    private static readonly (PaletteHit Hit, Permission Needed, string Words)[] Commands =
    [
        .. PortalSlices.Palette
            .Select(entry => (new PaletteHit(entry.Icon, entry.Title, entry.Hint, entry.Address), entry.Needs, entry.Words)),
        (new(FleetIcons.Dark, "Switch light or dark theme", "action", null, PaletteAction.SwitchTheme), Permission.Read, ""),
        (new(FleetIcons.Help, "Help: keys and search", "action", null, PaletteAction.ShowKeys), Permission.Read, "?"),
        (new(FleetIcons.Disconnect, "Sign out", "action", null, PaletteAction.SignOut), Permission.Read, "log out logout"),
    ];

    private readonly IPaletteSource[] _sources = [.. sources.OrderBy(source => source.Order)];

    /// <summary>Returns the pages and actions that the palette offers before the person types.</summary>
    public static PaletteHit[] Offered(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return [.. Commands.Where(command => actor.May(command.Needed)).Select(command => command.Hit)];
    }

    /// <summary>
    /// Returns the results for a text, most likely first. Each source checks its right, in general <see cref="Permission.Read"/>.
    /// </summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public async Task<PaletteHit[]> FindAsync(string text, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(actor);
        var word = text.Trim();
        List<PaletteHit> hits = [];
        foreach (var source in _sources)
        {
            hits.AddRange(await source.FindAsync(new PaletteQuery(word, actor, [.. hits]), cancellationToken));
        }

        hits.AddRange(Commands.Where(command => actor.May(command.Needed) && IsMeant(command.Hit.Title + " " + command.Words, word))
            .Select(command => command.Hit));
        return [.. hits];
    }

    // A text matches the beginning of a word: "out" finds "Sign out", "n" does not find "Sign in".
    private static bool IsMeant(string title, string word) =>
        title.Contains(word, StringComparison.OrdinalIgnoreCase)
            && title.Split(' ').Any(part => part.StartsWith(word.Split(' ')[0], StringComparison.OrdinalIgnoreCase));
}
