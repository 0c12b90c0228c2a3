using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Controls;

/// <summary>The result of the last reading of a page. Only <see cref="LiveComponent"/> changes it; <see cref="PageState"/> shows it.</summary>
public sealed class LoadState
{
    /// <summary>Whether a reading has succeeded.</summary>
    public bool IsLoaded { get; internal set; }

    /// <summary>Why the last reading failed, as a sentence for the person in front; null if it succeeded.</summary>
    public string? Fault { get; internal set; }

    /// <summary>Whether <see cref="Fault"/> is a refusal: the portal is well, and the same reading would be refused again.</summary>
    public bool IsRefused { get; internal set; }

    /// <summary>
    /// Whether the content of the last successful reading stays on the page. It stays below an unexpected fault of a later reading, because the
    /// person may be in the middle of something. It does not stay below a refusal, because the content may belong to another address.
    /// </summary>
    public bool ShowsContent { get; internal set; }

    /// <summary>Reads again and renders the page.</summary>
    public EventCallback Retry { get; internal init; }
}
