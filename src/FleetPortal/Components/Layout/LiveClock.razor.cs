namespace FleetPortal.Components.Layout;

/// <summary>Shows that the page is current: the clock stands still when the server is gone.</summary>
public sealed partial class LiveClock
{
    private DateTimeOffset _shown;

    /// <inheritdoc/>
    protected override bool Samples => true;

    /// <inheritdoc/>
    protected override Task LoadAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    protected override bool ShouldRender()
    {
        var second = DateTimeOffset.FromUnixTimeSeconds(Viewer.Now.ToUnixTimeSeconds());
        (var changed, _shown) = (second != _shown, second);
        return changed;
    }
}
