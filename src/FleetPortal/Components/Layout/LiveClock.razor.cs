namespace FleetPortal.Components.Layout;

/// <summary>A clock that shows that the page is current. It stops when the server cannot be reached.</summary>
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
