using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Controls;

/// <summary>
/// Shows a serial number or fingerprint, shortened in the middle: <c>4c1e9a07…b3d2</c>. The tooltip and the copy button have the whole
/// value.
/// </summary>
public sealed partial class HexText
{
    private const int Head = 8;
    private const int Tail = 4;

    /// <summary>The value in lower-case hexadecimal.</summary>
    [Parameter, EditorRequired]
    public string Value { get; set; } = "";

    /// <summary>The name of the value for screen readers.</summary>
    [Parameter]
    public string What { get; set; } = "value";

    /// <summary>Whether there is a copy button.</summary>
    [Parameter]
    public bool Copyable { get; set; }

    private string Short => Value.Length <= Head + Tail + 1 ? Value : $"{Value[..Head]}…{Value[^Tail..]}";
}
