using System.Text.Json.Serialization;
using FleetPortal.Authentication;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Hosting;
using FleetPortal.Slices;
using Microsoft.AspNetCore.Authorization;
using Scalar.AspNetCore;

namespace FleetPortal.Api;

/// <summary>
/// Registers and maps the HTTP API. Endpoints only translate between HTTP and a use case; the use case holds the rules and checks the
/// right.
/// </summary>
public static class PortalApi
{
    /// <summary>Registers the error handler, the OpenAPI document and the JSON options of the API.</summary>
    public static void AddPortalApi(this IServiceCollection services)
    {
        services.AddProblemDetails();
        services.AddExceptionHandler<ApiErrors>();
        services.AddSingleton<CommittedAnswers>();
        services.AddOpenApi(OpenApiDescription.Name, options =>
        {
            options.AddSchemaTransformer<DescribeSchemas>();
            options.AddOperationTransformer<DescribeOperations>();
            options.AddOperationTransformer<DescribeParameters>();
            options.AddDocumentTransformer<DescribeDocument>();
        });
        services.AddSingleton<OpenApiDescription>();
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            options.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            options.SerializerOptions.Converters.Add(new JsonStringEnumConverter(EnumName.Wire, allowIntegerValues: false));
        });
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
    }

    /// <summary>Adds the error handlers: ProblemDetails for the API, the error page for pages.</summary>
    public static void UsePortalErrors(this WebApplication app)
    {
        // The API needs a separate branch: after re-execution as "/error" the handler could not tell that the request was for the API.
        app.UseWhen(ApiErrors.IsApi, api =>
        {
            api.UseExceptionHandler(new ExceptionHandlerOptions { SuppressDiagnosticsCallback = context =>
                context.Exception is FleetError or BadHttpRequestException or OperationCanceledException });
            api.UseStatusCodePages(context => ApiErrors.DescribeStatusAsync(context.HttpContext));
        });
        app.UseWhen(context => !ApiErrors.IsApi(context), pages =>
        {
            pages.UseExceptionHandler("/error", createScopeForErrors: true);
        });

        // Only for GET: a POST would be re-executed as a POST and fail because of its antiforgery token.
        app.UseWhen(
            context => !ApiErrors.IsApi(context) && HttpMethods.IsGet(context.Request.Method),
            pages => pages.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true));
    }

    /// <summary>
    /// Maps the OpenAPI document, its reader and the endpoints of every slice. The API requires a token and refuses unknown query
    /// parameters.
    /// </summary>
    public static void MapPortalApi(this WebApplication app)
    {
        OpenApiDescription.Map(app);
        app.MapScalarApiReference(SecurityHeaders.ApiReaderPath, (options, context) => options
            .DisableDefaultFonts().DisableAgent().DisableMcp().DisableTelemetry().HideDeveloperTools().HideClientButton()
            .WithNonce(SecurityHeaders.NonceOf(context))).AllowAnonymous();
        var api = app.MapGroup("/api/v1")
            .RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = ApiTokenHandler.SchemeName })
            .DisableAntiforgery()
            .AddEndpointFilter<KnownQueryParameters>();
        foreach (var slice in PortalSlices.All)
        {
            slice.MapApi(api);
        }
    }

    /// <summary>Returns the actor of the request, with its idempotency key if it has one.</summary>
    /// <exception cref="FleetError"><c>forbidden</c>: the request is not authenticated.</exception>
    internal static Actor Actor(this HttpContext context) =>
        (context.User.FindActor() ?? throw new FleetError(FleetErrorKind.Forbidden, CommonErrors.Forbidden, "Sign in first."))
            with { Request = context.Features.Get<IdempotentRequest>() };
}
