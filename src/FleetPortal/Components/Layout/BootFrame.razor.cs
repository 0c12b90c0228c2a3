namespace FleetPortal.Components.Layout;

/// <summary>
/// An outline of the page frame inside the document. The browser shows it with the first response, before style sheets, scripts and the
/// circuit are loaded. It disappears when the frame is rendered.
/// </summary>
public sealed partial class BootFrame
{
    private static readonly string[] Items = ["55%", "40%", "60%", "62%", "66%"];

    private static readonly string[] Rows = ["72%", "58%", "80%", "64%", "76%", "52%", "70%", "61%"];
}
