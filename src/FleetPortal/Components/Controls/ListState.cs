using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Controls;

/// <summary>
/// Changes the state of a list, which is the query of its address, so that Back, reload and shared links work. Pages read the state with
/// <see cref="SupplyParameterFromQueryAttribute"/>.
/// </summary>
/// <param name="navigation">Reads and changes the address.</param>
/// <param name="places">
/// The parameters that are positions in the list instead of filters, from the outer to the inner one: the page of rows, then the open row.
/// A position is removed when a filter or an outer position changes.
/// </param>
public sealed class ListState(NavigationManager navigation, params string[] places)
{
    /// <summary>Returns the address of the list with one changed parameter, relative to the base address.</summary>
    /// <param name="name">The name of the parameter.</param>
    /// <param name="value">The value; null or blank removes the parameter.</param>
    public string Link(string name, string? value) => Link((name, value));

    /// <summary>Returns the address of the list with several changed parameters, relative to the base address.</summary>
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

    /// <summary>
    /// Shows the list with one changed parameter. It replaces the entry in the history, so Back does not return to the previous state.
    /// </summary>
    public void Show(string name, string? value) => Show((name, value));

    /// <summary>Shows the list with several changed parameters. It replaces the entry in the history.</summary>
    public void Show(params ReadOnlySpan<(string Name, string? Value)> changes) => navigation.NavigateTo(Link(changes), replace: true);

    /// <summary>Shows the list without any parameter.</summary>
    public void Clear() => navigation.NavigateTo(new Uri(navigation.Uri).GetLeftPart(UriPartial.Path), replace: true);
}
