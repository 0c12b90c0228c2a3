using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FleetPortal.Api;
using FleetPortal.Slices;
using FleetPortal.Testing;
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
    public async Task EveryOperation_HasAnIdOfItsOwn()
    {
        var ids = Operations(await ReadAsync()).Select(operation => (string?)operation.Body["operationId"]).ToList();
        Assert.All(ids, id => Assert.Matches("^[a-z]+[A-Z][A-Za-z]*$", id));
        Assert.Equal(ids.Count, ids.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public async Task EveryParameter_IsDescribed()
    {
        var parameters = Operations(await ReadAsync()).SelectMany(operation => (operation.Body["parameters"]?.AsArray() ?? [])
            .Select(parameter =>
                (Name: $"{operation.Name} {parameter!["name"]}", Description: (string?)parameter["description"]))).ToList();
        Assert.InRange(parameters.Count, 50, 1000);
        Assert.DoesNotContain(parameters, parameter => parameter.Description?.EndsWith('.') != true);
    }

    [Theory]
    [InlineData("patch", "/api/v1/things/{name}", "If-Match", "ETag", "200", "412")]
    [InlineData("get", "/api/v1/things/{name}", null, "ETag", "200", "404")]
    [InlineData("delete", "/api/v1/things/{name}", "If-Match", null, "200", "412")]
    [InlineData("get", "/pki/crl/{name}.crl", "If-None-Match", "ETag", "304", "404")]
    [InlineData("head", "/pki/roots.pem", "If-Modified-Since", "Last-Modified", "200", "304")]
    [InlineData("post", "/api/v1/rotation-waves", "Idempotency-Key", "Location", "201", "409")]
    [InlineData("put", "/api/v1/authorities/{id}/crl", "Idempotency-Key", "Idempotency-Replayed", "200", "413")]
    public async Task Headers_AreDescribed(string method, string path, string? taken, string? answered, string status, string other)
    {
        var operation = (await ReadAsync())["paths"]![path]![method]!;
        var parameters = (operation["parameters"]?.AsArray() ?? []).Where(parameter => (string?)parameter!["in"] == "header");
        Assert.True(taken is null || parameters.Any(parameter => (string?)parameter!["name"] == taken));
        Assert.True(answered is null || operation["responses"]![status]!["headers"]![answered] is not null);
        Assert.NotNull(operation["responses"]![other]);
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
        var shapes = ApiShapes.Of(one.Portal.Get<EndpointDataSource>());
        var ours = shapes.Where(type => type.FullName?.StartsWith("FleetPortal.", StringComparison.Ordinal) == true).ToList();
        Assert.InRange(ours.Count, 50, 500);

        // An enumeration of the domain is spelled by its members; the committed document has the values.
        Assert.DoesNotContain(ours, type => (type.Assembly != own && !type.IsEnum) || type.Name.Contains('<', StringComparison.Ordinal));
        Assert.DoesNotContain(typeof(object), shapes);
    }

    [Fact]
    public void NoTwoTypes_BecomeOneSchema() =>
        Assert.Equal("", string.Join('\n', ApiShapes.Twins(ApiShapes.Of(one.Portal.Get<EndpointDataSource>()))));

    [Fact]
    public void TwoTypesOfOneName_AreBothNamed()
    {
        Assert.Equal(
            [
                $"{typeof(First.Shape).FullName} and {typeof(Second.Shape).FullName} both become the schema Shape, so that the document "
                + "describes only one of them. Rename one.",
            ],
            ApiShapes.Twins([typeof(First.Shape), typeof(Second.Shape), typeof(First.Other), typeof(First.Shape[])]));
        Assert.Single(ApiShapes.Twins([typeof(ItemsAnswer<First.Shape>), typeof(ItemsAnswer<Second.Shape>)]));
    }

    [Theory]
    [InlineData("CertificateStatus", "pendingActivation", "active", "inactive", "revoked")]
    [InlineData("Role", "viewer", "support", "operator", "administrator")]
    [InlineData("JobState", "running", "canary", "paused", "stopped", "done")]
    [InlineData("CheckOutcome", "passed", "failed", "notReached")]
    public async Task Enumerations_ListTheirValues(string schema, params string[] values)
    {
        var found = (await ReadAsync())["components"]!["schemas"]![schema]!;
        Assert.Equal(("string", string.Join(", ", values)), ((string)found["type"]!, string.Join(", ", found["enum"]!.AsArray())));
    }

    [Theory]
    [InlineData("/api/v1/certificates", "status", "active, expiring, expired, pendingActivation, inactive, revoked")]
    [InlineData("/api/v1/certificates", "sort", "issued, expires")]
    [InlineData("/api/v1/attempts", "outcome", "allowed, refused")]
    [InlineData("/api/v1/things", "sort", "name, expires, lastSeen, type, -name, -expires, -lastSeen, -type")]
    public async Task EveryValue_OfAQueryParameter_IsTaken(string path, string parameter, string values)
    {
        var parameters = (await ReadAsync())["paths"]![path]!["get"]!["parameters"]!.AsArray();
        var listed = Assert.Single(parameters, found => (string?)found!["name"] == parameter)!["schema"]!["enum"]!
            .AsArray().Select(value => (string)value!).ToList();
        Assert.Equal(values, string.Join(", ", listed));
        foreach (var value in listed)
        {
            using var answer = await one.Portal.Api.GetAsync(new Uri($"{path}?{parameter}={value}", UriKind.Relative),
                TestContext.Current.CancellationToken);
            Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Secrets_AreMarked()
    {
        var schemas = (await ReadAsync())["components"]!["schemas"]!.AsObject();
        var marked = schemas.SelectMany(schema => (schema.Value!["properties"]?.AsObject() ?? [])
            .Where(property => (bool?)property.Value!["x-shown-once"] == true).Select(property => $"{schema.Key}.{property.Key}"));
        Assert.Equal(
            [
                "AccountAnswer.inviteUrl", "ApplicationEnrolmentTokenAnswer.token",
                "EnrolmentTokenAnswer.token", "IssuedAnswer.pkcs12", "IssuedAnswer.privateKeyPem", "TokenAnswer.token",
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

    private static class First
    {
        public sealed record Shape;

        public sealed record Other;
    }

    private static class Second
    {
        public sealed record Shape;
    }
}
