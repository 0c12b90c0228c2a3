using System.Reflection;
using System.Runtime.CompilerServices;
using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Http.Metadata;

namespace FleetPortal.Api;

/// <summary>
/// Refuses unknown and repeated query parameters. Otherwise a misspelled filter would be ignored and the operation would return everything.
/// The known parameters are those that the handler binds.
/// </summary>
internal sealed class KnownQueryParameters : IEndpointFilter
{
    private const int MaxShown = 64;

    // One entry for each endpoint; endpoints exist as long as the application.
    private readonly ConditionalWeakTable<Endpoint, string[]> _known = new();

    /// <inheritdoc/>
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var query = context.HttpContext.Request.Query;
        if (query.Count == 0)
        {
            return next(context);
        }

        var known = _known.GetValue(context.HttpContext.GetEndpoint()!, Read);
        var unknown = query.Keys.Where(name => !known.Contains(name, StringComparer.OrdinalIgnoreCase)).ToList();
        if (unknown.Count > 0)
        {
            throw new FleetError(RequestErrors.UnknownParameter, [.. unknown.Select(name => FaultOf(name, known))]);
        }

        // A script and the portal could choose different ones of two values.
        var repeated = query.Where(parameter => parameter.Value.Count > 1).Select(parameter => parameter.Key).ToList();
        return repeated.Count == 0 ? next(context) : throw new FleetError(RequestErrors.RepeatedParameter,
            [.. repeated.Select(name => new Fault(name, $"The query parameter {name} is given more than once."))]);
    }

    private static Fault FaultOf(string name, string[] known)
    {
        var shown = name.Length > MaxShown ? name[..MaxShown] + "…" : name;
        var takes = known.Length == 0 ? "This operation takes none." : $"This operation takes {string.Join(", ", known)}.";
        return new Fault(shown, $"There is no query parameter {shown} here. {takes}");
    }

    /// <summary>
    /// Returns the parameters that the handler binds from the query. Minimal APIs bind simple values from the query if they are not in the
    /// path.
    /// </summary>
    private static string[] Read(Endpoint endpoint)
    {
        var path = (endpoint as RouteEndpoint)?.RoutePattern.Parameters.Select(parameter => parameter.Name)
            .ToHashSet(StringComparer.OrdinalIgnoreCase) ?? [];
        return [.. endpoint.Metadata.GetOrderedMetadata<IParameterBindingMetadata>()
            .Where(parameter => IsFromQuery(parameter) && !path.Contains(parameter.Name))
            .Select(parameter => parameter.ParameterInfo.GetCustomAttributes().OfType<IFromQueryMetadata>().FirstOrDefault()?.Name
                ?? parameter.Name)];
    }

    private static bool IsFromQuery(IParameterBindingMetadata parameter)
    {
        var attributes = parameter.ParameterInfo.GetCustomAttributes().ToList();
        if (attributes.OfType<IFromQueryMetadata>().Any())
        {
            return true;
        }

        var isElsewhere = attributes.Any(attribute =>
            attribute is IFromHeaderMetadata or IFromBodyMetadata or IFromServiceMetadata or IFromRouteMetadata or IFromFormMetadata);
        return !isElsewhere && (parameter.HasTryParse
            || parameter.ParameterInfo.ParameterType == typeof(string) || parameter.ParameterInfo.ParameterType == typeof(string[]));
    }
}
