using System.Text.Json.Serialization;
using FleetPortal.Authentication;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Hosting;
using FleetPortal.Slices;
using Microsoft.AspNetCore.Authorization;
using Scalar.AspNetCore;

namespace FleetPortal.Api;

/// <summary>Adds and maps the HTTP API. Endpoints translate; everything else is in the use case they call.</summary>
public static class PortalApi
{
    /// <summary>Registers the API.</summary>
    public static void AddPortalApi(this IServiceCollection services)
    {
        services.AddProblemDetails();
        services.AddExceptionHandler<ApiErrors>();
        services.AddSingleton<CommittedAnswers>();
        services.AddOpenApi(OpenApiDescription.Name, options =>
        {
            options.AddSchemaTransformer<DescribeSchemas>();
            options.AddOperationTransformer<DescribeOperations>();
            options.AddDocumentTransformer<DescribeDocument>();
        });
        services.AddSingleton<OpenApiDescription>();
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            options.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        });
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
    }

    /// <summary>Errors of the API as ProblemDetails, of pages as the error page.</summary>
    public static void UsePortalErrors(this WebApplication app)
    {
        // Two branches, because re-executing "/error" would hide from the handler that it was the API that failed.
        app.UseWhen(ApiErrors.IsApi, api =>
        {
            api.UseExceptionHandler(new ExceptionHandlerOptions { SuppressDiagnosticsCallback = context => context.Exception is FleetError or BadHttpRequestException or OperationCanceledException });
            api.UseStatusCodePages(context => ApiErrors.DescribeStatusAsync(context.HttpContext));
        });
        app.UseWhen(context => !ApiErrors.IsApi(context), pages =>
        {
            pages.UseExceptionHandler("/error", createScopeForErrors: true);
        });

        // Only where a browser asks for a page: a form would be executed anew as a form, and fail for its antiforgery token.
        app.UseWhen(
            context => !ApiErrors.IsApi(context) && HttpMethods.IsGet(context.Request.Method),
            pages => pages.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true));
    }

    /// <summary>Maps the endpoints of every slice.</summary>
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

    /// <summary>Who calls, with the idempotent request if this is one.</summary>
    internal static Actor Actor(this HttpContext context) =>
        (context.User.FindActor() ?? throw new FleetError(FleetErrorKind.Forbidden, CommonErrors.Forbidden, "Sign in first.")) with { Request = context.Features.Get<IdempotentRequest>() };
}
