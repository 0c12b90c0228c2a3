using FleetPortal.Pki.Text;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Controls;

/// <summary>
/// A search box whose text is in the address. While a person types, the address returns their earlier text; it must not replace the newer
/// text in the box. A text from another source, such as a filter or Back, does replace it.
/// </summary>
public sealed partial class SearchBox
{
    private const int MaxEchoes = 64;

    private readonly Queue<string> _echoes = new();
    private string _text = "";
    private string? _given;
    private bool _heldPrivateKey;

    /// <summary>The text in the address.</summary>
    [Parameter, EditorRequired]
    public string? Value { get; set; }

    /// <summary>The name of the box for screen readers.</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    /// <summary>The placeholder, such as an example of a query.</summary>
    [Parameter]
    public string? Placeholder { get; set; }

    /// <summary>Called with the text when the person types.</summary>
    [Parameter]
    public EventCallback<string> OnType { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (Value == _given)
        {
            return;
        }

        _given = Value;
        var text = Value ?? "";
        if (!_echoes.Contains(text))
        {
            _echoes.Clear();
            _text = text;
            return;
        }

        // Remove the echoes before it. They did not come back, because the address changed again too soon.
        while (_echoes.Dequeue() != text)
        {
        }
    }

    private Task TellAsync()
    {
        // Remove private keys: the address is stored in browser histories and logs.
        _heldPrivateKey = PemText.IsPem(_text) && PemText.Read(_text).HoldsPrivateKey;
        if (_heldPrivateKey)
        {
            _text = "";
            return Task.CompletedTask;
        }

        if (_echoes.Count == MaxEchoes)
        {
            _echoes.Dequeue();
        }

        // The address does not keep a text of blanks only.
        _echoes.Enqueue(string.IsNullOrWhiteSpace(_text) ? "" : _text);
        return OnType.InvokeAsync(_text);
    }
}
