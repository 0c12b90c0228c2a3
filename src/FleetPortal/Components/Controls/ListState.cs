using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Controls;

/// <summary>
/// What a list shows is the query of its address, so that Back, reload and a sent link work. Pages read it with
/// <see cref="SupplyParameterFromQueryAttribute"/>; this changes it.
/// </summary>
/// <param name="navigation">The address.</param>
/// <param name="places">
/// The parameters that are a place in the list and not a filter, from the outer to the inner one: the page of rows, then the open row. A place is
/// dropped when something before it changes: a filter drops all of them, the page drops the open row, the open row drops nothing.
/// </param>
public sealed class ListState(NavigationManager navigation, params string[] places)
{
    /// <summary>The address of the list with one parameter changed, relative to the portal's.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="value">Its value; null or blank removes it.</param>
    public string Link(string name, string? value) => Link((name, value));

    /// <summary>The same with several parameters changed.</summary>
    public string Link(params ReadOnlySpan<(string Name, string? Value)> changes)
    {
        var parameters = new Dictionary<string, object?>();
        var kept = places.Length;
        foreach (var (name, value) in changes)
        {
            parameters[name] = string.IsNullOrWhiteSpace(value) ? null : value;
            kept = Math.Min(kept, Array.IndexOf(places, name) + 1);
        }

        foreach (var place in places[kept..])
        {
            parameters.TryAdd(place, null);
        }

        return navigation.ToBaseRelativePath(navigation.GetUriWithQueryParameters(parameters));
    }

    /// <summary>Shows the list with one parameter changed. Back does not lead to the state before.</summary>
    public void Show(string name, string? value) => Show((name, value));

    /// <summary>The same with several parameters changed.</summary>
    public void Show(params ReadOnlySpan<(string Name, string? Value)> changes) => navigation.NavigateTo(Link(changes), replace: true);

    /// <summary>Shows the list without any parameter.</summary>
    public void Clear() => navigation.NavigateTo(new Uri(navigation.Uri).GetLeftPart(UriPartial.Path), replace: true);
}
