using FleetPortal.Pki.Text;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Controls;

/// <summary>
/// A box whose text is in the address. What comes back from there while somebody types on is their own text of a moment ago: it is not
/// written over what they have typed since. What comes from elsewhere, a filter or the way back, is.
/// </summary>
public sealed partial class SearchBox
{
    private const int MaxEchoes = 64;

    private readonly Queue<string> _echoes = new();
    private string _text = "";
    private string? _given;
    private bool _heldPrivateKey;

    /// <summary>The text of the address.</summary>
    [Parameter, EditorRequired]
    public string? Value { get; set; }

    /// <summary>What it finds, for who cannot see it.</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    /// <summary>What may be typed.</summary>
    [Parameter]
    public string? Placeholder { get; set; }

    /// <summary>Somebody has typed.</summary>
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

        // Those before it never came back: the address was changed again too soon.
        while (_echoes.Dequeue() != text)
        {
        }
    }

    private Task TellAsync()
    {
        // The text goes into the address, and from there into histories and logs.
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

        // Blanks alone are no text in the address.
        _echoes.Enqueue(string.IsNullOrWhiteSpace(_text) ? "" : _text);
        return OnType.InvokeAsync(_text);
    }
}
