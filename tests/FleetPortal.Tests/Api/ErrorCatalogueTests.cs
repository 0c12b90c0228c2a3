using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FleetPortal.Api;
using FleetPortal.Broker;
using FleetPortal.Fleet.Identity;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki;
using FleetPortal.Testing;
using Microsoft.AspNetCore.WebUtilities;
using Xunit;

namespace FleetPortal.Tests.Api;

/// <summary>The catalogues of error codes against the sources, and against the page that scripts are written by.</summary>
public sealed partial class ErrorCatalogueTests
{
    private static readonly Type[] Refusals = [typeof(RefusalCodes), typeof(BrokerRefusals)];

    private static readonly Type[] Reasons = [typeof(ReasonStrings)];

    private static readonly Assembly[] Assemblies =
    [
        typeof(PkiErrors).Assembly, typeof(CommonErrors).Assembly, typeof(BrokerErrors).Assembly, typeof(RequestErrors).Assembly,
    ];

    private static readonly Dictionary<string, string> Sources = Directory
        .EnumerateFiles(Path.Combine(SourceTree.Root, "src"), "*.*", SearchOption.AllDirectories)
        .Where(file => Path.GetExtension(file) is ".cs" or ".razor" && !Generated().IsMatch(file))
        .ToDictionary(file => file, File.ReadAllText);

    [Fact]
    public void EveryCode_IsDeclaredOnce_InKebabCase()
    {
        var codes = Catalogues.SelectMany(ConstantsOf).Select(Code).ToList();
        Assert.InRange(codes.Count, 140, 1000);
        Assert.Equal(codes.Order(StringComparer.Ordinal), codes.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.All(codes, code => Assert.Matches("^[a-z][a-z0-9]*(-[a-z0-9]+)*-?$", code));
        var refusals = Refusals.SelectMany(ConstantsOf).Select(Code).ToList();
        Assert.Equal(refusals.Count, refusals.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void NoSource_SpellsACode()
    {
        var codes = Catalogues.Concat(Refusals).Concat(Reasons).SelectMany(ConstantsOf).Select(Code)
            .Where(code => code.Contains('-', StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        var spelled = Sources.Where(source => !IsCatalogue(source.Key)).SelectMany(source => source.Value.Split('\n')
            .Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal))
            .Where(line => Literal().Matches(line).Any(match => codes.Contains(match.Groups[1].Value)) || Raised().IsMatch(line))
            .Select(line => $"{Path.GetFileName(source.Key)}: {line.Trim()}"));
        Assert.Empty(spelled);
    }

    [Fact]
    public void EveryKind_IsOneThatTheCatalogueNames()
    {
        var uses = Sources.Values.SelectMany(text => Use().Matches(text)).Select(use => (
            Constant: use.Groups["constant"].Value,
            Kind: use.Groups["kind"].Success ? use.Groups["kind"].Value
                : use.Groups["absent"].Success ? nameof(FleetErrorKind.NotFound) : nameof(FleetErrorKind.Invalid))).ToList();
        Assert.InRange(uses.Count, 100, 1000);
        var kinds = Catalogues.SelectMany(ConstantsOf).ToDictionary(constant => $"{constant.DeclaringType!.Name}.{constant.Name}", KindsOf);
        Assert.All(uses, use => Assert.Contains(use.Kind, kinds[use.Constant].Select(kind => kind.ToString())));
    }

    [Fact]
    public void EveryRefusalOfTheApi_HasAStatusOfItsCode()
    {
        var document = JsonNode
            .Parse(File.ReadAllText(Path.Combine(SourceTree.Root, "tests", "FleetPortal.Tests", "Api", "openapi.v1.json")))!;
        var statuses = Catalogues.SelectMany(ConstantsOf).ToDictionary(Code, StatusesOf, StringComparer.Ordinal);
        var responses = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject())
            .SelectMany(operation => operation.Value!["responses"]!.AsObject().Select(response => (Status: response.Key, response.Value)))
            .Where(response => response.Value!["$ref"] is null)
            .Concat(document["components"]!["responses"]!
                .AsObject().Select(response => (Status: response.Key["Refused".Length..], response.Value)));
        var refusals = responses.Where(response => response.Status[0] is '4' or '5').SelectMany(response =>
            response.Value!["content"]!["application/problem+json"]!["schema"]!["allOf"]![1]!["properties"]!["code"]!["enum"]!.AsArray()
                .Select(code => (response.Status, Code: (string)code!))).Distinct().ToList();
        Assert.InRange(refusals.Count, 90, 1000);
        Assert.DoesNotContain(refusals,
            refusal => !statuses[refusal.Code].Contains(int.Parse(refusal.Status, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void ThePage_IsThatOfTheCatalogue() => GeneratedPage.AssertIsCurrent("errors.md", Page());

    private static string Page() =>
        $"""
        # Error codes

        Every error of the API is `application/problem+json` (RFC 9457) with a stable `code`. EST, the command line and the failures of jobs
        use the same codes. The status is what the API answers; a code without a status appears in jobs or on the command line only. A code
        that ends with `-` is followed by a detail. Each slice declares its codes in a class `…Errors`; this page is made from them.

        | code | status | meaning | what to do |
        | --- | --- | --- | --- |
        {Rows(Catalogues, constant => $"`{Code(constant)}` | {StatusOf(constant)} | {Sentences(constant)}")}

        ## Refused connections

        A refused CONNECT and the entry in *Connections* carry one of these codes. A renewal by EST that a check refuses answers it with the
        status 403.

        | code | meaning | what to do |
        | --- | --- | --- |
        {Rows(Refusals, constant => $"`{Code(constant)}` | {Sentences(constant)}")}

        ## Reason strings of MQTT 5

        PUBACK, PUBREC, SUBACK and DISCONNECT carry one of these as Reason String. A detail may follow after a colon.

        | reason | meaning | what to do |
        | --- | --- | --- |
        {Rows(Reasons, constant => $"`{Code(constant)}` | {Sentences(constant)}")}

        """;

    private static string Rows(IEnumerable<Type> types, Func<FieldInfo, string> row) =>
        string.Join('\n', types.SelectMany(ConstantsOf).OrderBy(Code, StringComparer.Ordinal).Select(constant => $"| {row(constant)} |"));

    private static List<Type> Catalogues { get; } =
    [
        .. Assemblies.SelectMany(assembly => assembly.GetTypes())
            .Where(type => type is { IsAbstract: true, IsSealed: true } && type.Name.EndsWith("Errors", StringComparison.Ordinal))
            .Where(type => ConstantsOf(type).Count > 0)
            .OrderBy(type => type.Name, StringComparer.Ordinal),
    ];

    private static List<FieldInfo> ConstantsOf(Type type) =>
        [.. type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral && field.FieldType == typeof(string))];

    private static string Code(FieldInfo constant) => (string)constant.GetRawConstantValue()!;

    private static IReadOnlyList<FleetErrorKind> KindsOf(FieldInfo constant) => constant.DeclaringType == typeof(PkiErrors)
        ? [.. new[] { "field", null }.Select(field => PkiRefusals.Of(new PkiException(Code(constant), ""), field).Kind).Distinct()]
        : constant.GetCustomAttribute<ErrorAttribute>()?.Kinds ?? [];

    private static List<int> StatusesOf(FieldInfo constant) =>
    [
        .. KindsOf(constant).Select(ApiErrors.StatusOf).Append(constant.GetCustomAttribute<ErrorAttribute>()?.Status ?? 0)
            .Where(status => status > 0).Order(),
    ];

    private static string StatusOf(FieldInfo constant) =>
        string.Join(", ", StatusesOf(constant).Select(status => $"{status} {ReasonPhrases.GetReasonPhrase(status)}".Trim()));

    /// <summary>The summary of a constant: its first sentence is the meaning, the others say what to do.</summary>
    private static string Sentences(FieldInfo constant)
    {
        var text = Sources.Single(source => Path.GetFileNameWithoutExtension(source.Key) == constant.DeclaringType!.Name).Value;
        var summary = Regex.Match(text, $@"<summary>(?<text>[^<]*)</summary>\n(?: +\[.*\]\n)? +public const string {constant.Name} = ")
            .Groups["text"].Value;
        var sentences = Sentence().Match(Indent().Replace(summary, " ").Trim());
        Assert.True(sentences.Success,
            $"{constant.DeclaringType!.Name}.{constant.Name}: the summary needs a sentence for the meaning and one for what to do.");
        return $"{sentences.Groups["meaning"].Value} | {sentences.Groups["action"].Value}";
    }

    private static bool IsCatalogue(
        string file) => Catalogues.Concat(Refusals).Concat(Reasons).Any(type => Path.GetFileNameWithoutExtension(file) == type.Name);

    [GeneratedRegex(@"[/\\](bin|obj|Migrations)[/\\]")]
    private static partial Regex Generated();

    [GeneratedRegex(@"\s*\n\s*///\s*")]
    private static partial Regex Indent();

    [GeneratedRegex("\"([a-z0-9-]+)\"")]
    private static partial Regex Literal();

    // An error that is raised with a literal.
    [GeneratedRegex("""new (FleetError|PkiException)\((FleetErrorKind\.\w+, )?\$?"|FleetError\.NotFound\(\$?"|(?<!Results\.)\bProblem\([\w.]+, \$?["]""")]
    private static partial Regex Raised();

    [GeneratedRegex(
        @"FleetError\(\s*FleetErrorKind\.(?<kind>\w+),\s*(?<constant>\w+Errors\.\w+)|FleetError\((?<constant>\w+Errors\.\w+), |"
        + @"FleetError\.(?<absent>NotFound)\((?<constant>\w+Errors\.\w+)")]
    private static partial Regex Use();

    [GeneratedRegex(@"^(?<meaning>[^.]+(?:\.(?! )[^.]+)*\.) (?<action>.+\.)$")]
    private static partial Regex Sentence();
}
