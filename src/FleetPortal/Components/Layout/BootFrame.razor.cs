namespace FleetPortal.Components.Layout;

/// <summary>
/// The frame in outline, in the document itself: it is painted with the first response, before style sheets, scripts and the
/// circuit. It lies under the frame's place and is gone when the frame is there.
/// </summary>
public sealed partial class BootFrame
{
    private static readonly string[] Items = ["55%", "40%", "60%", "62%", "66%"];

    private static readonly string[] Rows = ["72%", "58%", "80%", "64%", "76%", "52%", "70%", "61%"];
}
