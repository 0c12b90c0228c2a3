using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace FleetPortal.Components.Controls;

/// <summary>
/// The column with the checkboxes of a <see cref="ListSelection{TKey}"/>: one for each row, and one in the head for all rows of the list.
/// </summary>
/// <typeparam name="TItem">The type of a row.</typeparam>
/// <typeparam name="TKey">The type of the key of a row.</typeparam>
public sealed class SelectColumn<TItem, TKey> : DataColumn<TItem>
    where TKey : notnull
{
    /// <summary>The selection of the list.</summary>
    [Parameter, EditorRequired]
    public ListSelection<TKey> Selection { get; set; } = null!;

    /// <summary>Returns the key of a row and the label of its checkbox. A row without a key cannot be selected.</summary>
    [Parameter, EditorRequired]
    public Func<TItem, (TKey Key, string Label)?> KeyOf { get; set; } = null!;

    /// <summary>The label of the checkbox in the head.</summary>
    [Parameter, EditorRequired]
    public string AllLabel { get; set; } = "";

    /// <summary>Whether the checkbox in the head is disabled, because the list is empty.</summary>
    [Parameter]
    public bool IsDisabled { get; set; }

    /// <summary>Called when the selection changes.</summary>
    [Parameter]
    public EventCallback OnChange { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        Class = "select";
        Head = builder => Tick(builder, Selection.HeadState, AllLabel, IsDisabled, Selection.ToggleAll);
        ChildContent = row => builder =>
        {
            if (KeyOf(row) is var (key, label))
            {
                var holds = Selection.Holds(key);
                Tick(builder, holds ? "true" : "false", label, Selection.All || (Selection.Full && !holds), () => Selection.Toggle(key));
            }
        };
    }

    private void Tick(RenderTreeBuilder builder, string state, string label, bool disabled, Action toggle)
    {
        builder.OpenComponent<Tick>(0);
        builder.AddComponentParameter(1, nameof(Controls.Tick.Checked), state);
        builder.AddComponentParameter(2, nameof(Controls.Tick.Label), label);
        builder.AddComponentParameter(3, nameof(Controls.Tick.Disabled), disabled);
        builder.AddComponentParameter(4, nameof(Controls.Tick.OnToggle), EventCallback.Factory.Create(this, () =>
        {
            toggle();
            return OnChange.InvokeAsync();
        }));
        builder.CloseComponent();
    }
}
