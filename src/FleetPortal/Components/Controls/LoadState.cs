using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Controls;

/// <summary>The result of the last read of a page. Only <see cref="LiveComponent"/> changes it; <see cref="PageState"/> shows it.</summary>
public sealed class LoadState
{
    /// <summary>Whether a read has succeeded.</summary>
    public bool IsLoaded { get; internal set; }

    /// <summary>The reason why the last read failed, as a sentence for people; null if it succeeded.</summary>
    public string? Fault { get; internal set; }

    /// <summary>Whether <see cref="Fault"/> is a refusal. The same read would be refused again.</summary>
    public bool IsRefused { get; internal set; }

    /// <summary>
    /// Whether the page still shows the content of the last successful read. It does after an unexpected error, because the person may be
    /// working with it. It does not after a refusal, because the content may belong to another address.
    /// </summary>
    public bool ShowsContent { get; internal set; }

    /// <summary>Reads again and renders the page.</summary>
    public EventCallback Retry { get; internal init; }
}
