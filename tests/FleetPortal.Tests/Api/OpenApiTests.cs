using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using System.Text.Json;
using FleetPortal.Slices;
using FleetPortal.Testing;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace FleetPortal.Tests.Api;

/// <summary>
/// The API as a contract: the OpenAPI document is committed, and complete. To renew it after a change of the API, run this class with
/// <c>FLEETPORTAL_RENEW_OPENAPI=1</c> in the environment, read the difference and commit it.
/// </summary>
public sealed class OpenApiTests(OnePortal one) : IClassFixture<OnePortal>
{
    private const string Renew = "FLEETPORTAL_RENEW_OPENAPI";
    private const string ProblemType = "application/problem+json";
    private static readonly string Committed = Path.Combine(SourceTree.Root, "tests", "FleetPortal.Tests", "Api", "openapi.v1.json");
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Fact]
    public async Task TheDocument_IsTheCommittedOne()
    {
        var document = await ReadAsync();
        document["servers"] = new JsonArray(new JsonObject { ["url"] = "/" });
        var served = document.ToJsonString(Readable).ReplaceLineEndings("\n") + "\n";
        if (Environment.GetEnvironmentVariable(Renew) == "1")
        {
            await File.WriteAllTextAsync(Committed, served, TestContext.Current.CancellationToken);
        }

        var committed = await File.ReadAllTextAsync(Committed, TestContext.Current.CancellationToken);
        Assert.True(
            committed == served,
            $"The API and {Committed} differ. If the change is wanted, run this class with {Renew}=1, read the difference and commit it.");
    }

    [Fact]
    public async Task EveryOperation_HasASummary_ASuccess_AndItsRefusals()
    {
        var document = await ReadAsync();
        var operations = Operations(document).ToList();
        Assert.InRange(operations.Count, 50, 500);
        var summaries = operations.Where(operation => !operation.Name.StartsWith("head ", StringComparison.Ordinal))
            .Select(operation => (string?)operation.Body["summary"]).ToList();
        Assert.All(summaries, summary => Assert.EndsWith(".", summary, StringComparison.Ordinal));
        Assert.Equal(summaries.Count, summaries.Distinct(StringComparer.Ordinal).Count());
        Assert.All(operations, operation =>
        {
            var answers = operation.Body["responses"]!.AsObject();
            var successes = answers.Where(answer => answer.Key.StartsWith('2')).ToList();
            Assert.NotEmpty(successes);
            Assert.All(successes, success => Assert.True(success.Key == "204" || HasShapes(success.Value!), operation.Name));
            var refusals = answers.Where(answer => answer.Key[0] is '4' or '5').ToList();
            Assert.NotEmpty(refusals);
            Assert.All(refusals, refusal => Assert.NotEmpty(Codes(document, refusal.Value!)));
        });
    }

    [Fact]
    public async Task EveryOperationOfTheApi_SaysWhoMayNot_AndWhatIsMissing()
    {
        var document = await ReadAsync();
        var operations = Operations(document).Where(operation => operation.Name.Contains(" /api/v1/", StringComparison.Ordinal)).ToList();
        Assert.All(operations, operation =>
        {
            var answers = operation.Body["responses"]!;
            Assert.Contains("unauthenticated", Codes(document, answers["401"]!));
            Assert.Contains("forbidden", Codes(document, answers["403"]!));
            if (operation.Name.Contains('{', StringComparison.Ordinal))
            {
                Assert.Contains(Codes(document, answers["404"]!), code => code.EndsWith("-not-found", StringComparison.Ordinal));
            }
        });
    }

    [Fact]
    public void OnlyContracts_AreOnTheWire()
    {
        var own = typeof(IPortalSlice).Assembly;
        var shapes = new HashSet<Type>();
        var endpoints = one.Portal.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText?.StartsWith("/api/v1", StringComparison.Ordinal) == true);
        foreach (var endpoint in endpoints)
        {
            var answers = endpoint.Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>().Select(answer => answer.Type);
            var bodies = endpoint.Metadata.GetOrderedMetadata<IAcceptsMetadata>().Select(body => body.RequestType);
            foreach (var type in answers.Concat(bodies))
            {
                Collect(type, shapes);
            }
        }

        var ours = shapes.Where(type => type.FullName?.StartsWith("FleetPortal.", StringComparison.Ordinal) == true).ToList();
        Assert.InRange(ours.Count, 50, 500);
        Assert.DoesNotContain(ours, type => type.Assembly != own || type.Name.Contains('<', StringComparison.Ordinal));
    }

    [Fact]
    public async Task Secrets_AreMarked()
    {
        var schemas = (await ReadAsync())["components"]!["schemas"]!.AsObject();
        var marked = schemas.SelectMany(schema => (schema.Value!["properties"]?.AsObject() ?? [])
            .Where(property => (bool?)property.Value!["x-shown-once"] == true).Select(property => $"{schema.Key}.{property.Key}"));
        Assert.Equal(
            [
                "AccountAnswer.inviteUrl", "EnrolmentTokenAnswer.token", "IssuedAnswer.pkcs12", "IssuedAnswer.privateKeyPem", "TokenAnswer.token",
            ],
            marked.Order(StringComparer.Ordinal));
    }

    private async Task<JsonObject> ReadAsync()
    {
        var address = new Uri("/openapi/v1.json", UriKind.Relative);
        return JsonNode.Parse(await one.Portal.Api.GetStringAsync(address, TestContext.Current.CancellationToken))!.AsObject();
    }

    private static bool HasShapes(JsonNode success) =>
        success["content"]?.AsObject().All(content => content.Value!["schema"] is not null) == true;

    private static IEnumerable<(string Name, JsonObject Body)> Operations(JsonObject document) =>
        document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()
            .Select(operation => ($"{operation.Key} {path.Key}", operation.Value!.AsObject())));

    private static List<string> Codes(JsonObject document, JsonNode refusal)
    {
        var name = ((string?)refusal["$ref"])?.Split('/')[^1];
        var response = name is null ? refusal : document["components"]!["responses"]![name]!;
        var schema = response["content"]![ProblemType]!["schema"]!["allOf"]!.AsArray()[1]!;
        return [.. schema["properties"]!["code"]!["enum"]!.AsArray().Select(code => (string)code!)];
    }

    /// <summary>A type and what its properties hold, at any depth.</summary>
    private static void Collect(Type? type, HashSet<Type> shapes)
    {
        if (type is null || type.Namespace?.StartsWith("System.Text.Json", StringComparison.Ordinal) == true || !shapes.Add(type))
        {
            return;
        }

        foreach (var inner in type.GetGenericArguments().Append(type.GetElementType()))
        {
            Collect(inner, shapes);
        }

        if (type.Namespace?.StartsWith("System", StringComparison.Ordinal) != true)
        {
            foreach (var property in type.GetProperties())
            {
                Collect(property.PropertyType, shapes);
            }
        }
    }
}
