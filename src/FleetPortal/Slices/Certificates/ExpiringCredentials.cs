using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Expiry;
using FleetPortal.Fleet.Waves;
using FleetPortal.Slices.Overview;
using static FleetPortal.Components.Controls.Quantity;

namespace FleetPortal.Slices.Certificates;

/// <summary>
/// Adds attention items to the Overview about authorities that expire and Things that lose access. Each Thing is counted in one item only.
/// </summary>
public sealed class ExpiringCredentials : IAttentionSource
{
    /// <inheritdoc/>
    public int Order => AttentionOrder.Expiry;

    /// <inheritdoc/>
    public Task<IReadOnlyList<AttentionItem>> ReadAsync(AttentionContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Task.FromResult<IReadOnlyList<AttentionItem>>([.. context.Warnings.SelectMany(Of)]);
    }

    private static IEnumerable<AttentionItem> Of(ExpiryWarning warning)
    {
        foreach (var name in warning.Authorities)
        {
            var within = warning.Days == 1 ? "a day" : Days(warning.Days);
            yield return new(FleetIcons.Authority,
                $"{name} expires within {within}", "Replace it, and rotate its Things before it expires.", "authorities", "Open");
        }

        if (warning.Things > 0)
        {
            var query = (warning.From > 0 ? $"expires>{warning.From}d " : "") + $"expires<{warning.Days}d";
            yield return new(
                FleetIcons.Expiring, $"{Count(warning.Things, "Thing loses", "Things lose")} access {Band(warning)}",
                warning.Things == 1 ? "Its last valid certificate expires."
                    : "Their last valid certificates expire.", $"things?q={Uri.EscapeDataString(query)}")
            {
                Rotate = new WaveSelection(query),
            };
        }
    }

    private static string Band(ExpiryWarning warning) => warning switch
    {
        { From: 0, Days: 1 } => "within a day",
        { From: 0 } => $"within {Days(warning.Days)}",
        _ => $"in {Number(warning.From)} to {Days(warning.Days)}",
    };
}
