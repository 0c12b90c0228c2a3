using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Slices.Overview;

namespace FleetPortal.Slices.Tokens;

/// <summary>Adds an attention item for administrators if API tokens expire within <see cref="Soon"/>.</summary>
public sealed class TokensThatEnd(ApiTokenQueries tokens) : IAttentionSource
{
    /// <summary>How long before its expiry a token is reported.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromDays(7);

    /// <inheritdoc/>
    public int Order => AttentionOrder.Records;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AttentionItem>> ReadAsync(AttentionContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!context.Actor.May(Permission.Administer))
        {
            return [];
        }

        var ending = (await tokens.ListAsync(context.Actor, cancellationToken))
            .Where(token => token.ExpiresAt < context.Now + Soon).ToList();
        return ending switch
        {
            [] => [],
            [var one] => [Entry($"The API token {one.Name} ends on {context.Day(one.ExpiresAt!.Value)}")],
            [var first, ..] => [Entry($"{ending.Count} API tokens end within 7 days, {first.Name} first")],
        };
    }

    private static AttentionItem Entry(string title) =>
        new(FleetIcons.Issue, title, "Create a new token and give it to the program, then revoke the old one.", "settings/tokens", "Open");
}
