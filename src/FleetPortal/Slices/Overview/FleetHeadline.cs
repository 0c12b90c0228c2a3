using FleetPortal.Fleet.Expiry;
using FleetPortal.Fleet.Things;
using static FleetPortal.Components.Controls.Quantity;

namespace FleetPortal.Slices.Overview;

/// <summary>The headline of the Overview: the state of the fleet in one sentence.</summary>
/// <param name="Title">The sentence.</param>
/// <param name="IsWell">Whether nothing needs attention.</param>
/// <param name="Detail">A second sentence, or null.</param>
/// <param name="Address">The address of the list of the affected Things, or null.</param>
/// <param name="Link">The label of the link to that list.</param>
public sealed record FleetHeadline(string Title, bool IsWell = false, string? Detail = null, string? Address = null, string? Link = null)
{
    // Ignore smaller differences: in a fleet of two, one device that restarts is already half of it.
    private const int LeastMissing = 5;

    /// <summary>
    /// Returns the headline for the worst problem: Things that cannot connect, that lose access within a week, far fewer connections than
    /// usual, or Things on hold. It says "well" only if there is nothing to do.
    /// </summary>
    /// <param name="counts">The counts of Things and certificates.</param>
    /// <param name="warnings">The expiry warnings. Each Thing is in one of them only.</param>
    /// <param name="usual">The usual number of connections; null if it is not known yet.</param>
    /// <param name="waiting">The number of entries of the list <i>To do</i>.</param>
    public static FleetHeadline Of(FleetCounts counts, IReadOnlyList<ExpiryWarning> warnings, int? usual, int waiting)
    {
        ArgumentNullException.ThrowIfNull(counts);
        ArgumentNullException.ThrowIfNull(warnings);
        var soon = warnings.Where(warning => warning.Days <= 7).Sum(warning => warning.Things);
        var connected = $"{Number(counts.Connected)} of {Count(counts.Things, "Thing is", "Things are")} connected";
        return counts switch
        {
            { Things: 0 } => new("No Things yet"),
            { Out.CannotConnect: > 0 and var shut } => new($"{Count(shut, "Thing", "Things")} cannot connect",
                Detail: Reasons(counts.Out), Address: Things("access:no"), Link: "List them"),
            _ when soon > 0 => new($"{Count(soon, "Thing loses", "Things lose")} access within 7 days",
                Detail: soon == 1 ? "Its last valid certificate expires."
                : "Their last valid certificates expire.", Address: Things("expires<7d"), Link: "List them"),
            { ThingsActive: > 0, Connected: 0 } => new(
                $"{Count(counts.Things, "Thing is", "Things are")} not connected",
                Detail: usual > 0 ? $"Usually {Number(usual.Value)} are connected."
                    : "None is connected now.", Address: Things("connected:no"), Link: "List them"),
            _ when usual is { } many && counts.Connected * 2 < many && many - counts.Connected >= LeastMissing => new(
                $"Only {connected}",
                Detail: $"Usually {Number(many)} are connected.", Address: Things("connected:no"), Link: "List the others"),
            { Out.OnHold: > 0 and var held } => new($"{Count(held, "Thing is", "Things are")} on hold",
                Detail: $"{connected}.", Address: Things("status:hold"), Link: "List them"),
            _ when waiting > 0 => new(connected, Detail: waiting == 1 ? "One thing to do." : $"{Number(waiting)} things to do."),
            _ => new($"The fleet is well: {connected}", IsWell: true),
        };
    }

    private static string Things(string query) => $"things?q={Uri.EscapeDataString(query)}";

    private static string Reasons(OutOfAccess kept) => string.Join(", ", new[]
    {
        kept.NoCertificate == 0 ? null : $"{Number(kept.NoCertificate)} without a valid certificate",
        kept.Expired == 0 ? null : $"{Number(kept.Expired)} with an expired {(kept.NoCertificate == 0 ? "certificate" : "one")}",
        kept.Stranded == 0 ? null : $"{Number(kept.Stranded)} whose authority is not trusted",
    }.OfType<string>()) + ".";
}
