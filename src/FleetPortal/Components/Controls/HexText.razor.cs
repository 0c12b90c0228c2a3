using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Controls;

/// <summary>A serial number or fingerprint, cut in the middle: <c>4c1e9a07…b3d2</c>. The whole is in the tooltip and behind the copy button.</summary>
public sealed partial class HexText
{
    private const int Head = 8;
    private const int Tail = 4;

    /// <summary>Lower-case hexadecimal.</summary>
    [Parameter, EditorRequired]
    public string Value { get; set; } = "";

    /// <summary>What it is, for readers.</summary>
    [Parameter]
    public string What { get; set; } = "value";

    /// <summary>Whether there is a copy button.</summary>
    [Parameter]
    public bool Copyable { get; set; }

    private string Short => Value.Length <= Head + Tail + 1 ? Value : $"{Value[..Head]}…{Value[^Tail..]}";
}
