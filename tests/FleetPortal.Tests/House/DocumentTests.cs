using System.Globalization;
using System.Text.RegularExpressions;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Slices;
using FleetPortal.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace FleetPortal.Tests.House;

/// <summary>The documents name only what exists: links, headings, paths, names, slices and steps.</summary>
public sealed partial class DocumentTests
{
    private static readonly string[] TopFolders = ["src", "tests", ".github", ".ci", ".config", "wwwroot-assets"];
    private static readonly string[] GeneratedFolders = ["bin", "obj", ".git", "output"];

    // Paths from the root, with slashes.
    private static readonly string[] Files = [.. FilesBelow(SourceTree.Root).Select(file => Path.GetRelativePath(SourceTree.Root, file))];

    // Every word of the sources, without the words of this file, and every name of a file.
    private static readonly Lazy<HashSet<string>> Words = new(() =>
    [
        .. Files.Select(file => Path.GetFileName(file).Split('.')[0]),
        .. Files.Where(file => file.Split('/')[0] is "src" or "tests" && Path.GetExtension(file) is ".cs" or ".razor")
            .Where(file => Path.GetFileName(file) != $"{nameof(DocumentTests)}.cs")
            .SelectMany(file => Word().Matches(ReadText(file)).Select(word => word.Value)),
    ]);

    private static IEnumerable<string> Documents =>
        Files.Where(file => file.EndsWith(".md", StringComparison.Ordinal) && file.Split('/')[0] is "README.md" or ".github" or "src");

    [Fact]
    public void EveryLink_LeadsToAFileAndAHeading()
    {
        Assert.InRange(Documents.Count(), 8, 500);
        Assert.Empty(Documents.SelectMany(document => BadLinks(document, ReadText(document))));
    }

    [Fact]
    public void EveryPathInBackticks_Exists() => Assert.Empty(Documents.SelectMany(document => BadPaths(document, ReadText(document))));

    [Theory]
    [InlineData("See [it](missing.md).", "src/README.md: missing.md")]
    [InlineData("See [it](../README.md#no-such-heading).", "src/README.md: ../README.md#no-such-heading")]
    [InlineData("See [it](#no-such-heading).", "src/README.md: #no-such-heading")]
    [InlineData("See `src/FleetPortal/Missing.cs`.", "src/README.md: src/FleetPortal/Missing.cs")]
    [InlineData("See `tests/FleetPortal.Missing/`.", "src/README.md: tests/FleetPortal.Missing/")]
    [InlineData("See `Missing.cs`.", "src/README.md: Missing.cs")]
    [InlineData("See `Kernel/FleetPortalApplication.cs`.", "src/README.md: Kernel/FleetPortalApplication.cs")]
    public void WhatDoesNotExist_IsFound(string text, string fault) =>
        Assert.Equal([fault], FaultsOf(text));

    [Theory]
    [InlineData("[a](../README.md#configuration) `Kernel/RegistryWriter.cs` `FleetPortalApplication.cs` `src/FleetPortal/Slices/`")]
    [InlineData("[a](https://example.com/x.md) [b](mailto:somebody@example.com)")]
    [InlineData("`src/FleetPortal/Slices/NAME/NAMESlice.cs` `sbom.json` `GET /api/v1/events` `X.razor.css` `…Model.cs`")]
    [InlineData("```sh\ncat missing.md # `src/missing.cs`\n```")]
    public void WhatExists_AndPlaceholdersAndCode_AreNotFaults(string text) =>
        Assert.Empty(FaultsOf(text));

    [Fact]
    public void EveryNameInBackticks_OccursInTheSources()
    {
        // Decisions are history; the other two name settings and programs that are not ours.
        string[] others = ["README.md", "src/docs/operations.md"];
        var documents = Documents.Except(others).Where(document => !document.Contains("/decisions/", StringComparison.Ordinal)).ToList();
        Assert.InRange(documents.Count, 20, 500);
        Assert.Empty(documents.SelectMany(document => UnknownNames(document, ReadText(document))));
    }

    [Fact]
    public void ANameThatNoSourceHas_IsFound() => Assert.Equal(
        ["a.md: NoSuchType", "a.md: RunningPortal.NoSuchMember(...)"],
        UnknownNames("a.md", "`NoSuchType` `RunningPortal.NoSuchMember(...)` `RunningPortal.StartAsync(...)` `Get<T>()` `CA:FALSE`"));

    [Fact]
    public void EveryTypeOfTheGlossary_IsDeclared()
    {
        var declared = Files.Where(file => file.Split('/')[0] == "src" && Path.GetExtension(file) == ".cs")
            .SelectMany(file => Declaration().Matches(ReadText(file)).Select(type => type.Groups["name"].Value)).ToHashSet();
        var named = Rows("src/docs/glossary.md").SelectMany(row => CodeIn(row[^1])).ToList();
        Assert.InRange(named.Count, 60, 500);
        Assert.Empty(named.Except(declared));
    }

    [Fact]
    public void TheArchitecture_NamesEverySliceOfBothProjects()
    {
        var text = ReadText("src/docs/architecture.md");
        Assert.Contains($"\n{string.Join(", ", PortalSlices.All.Select(slice => slice.Name))}.\n", text, StringComparison.Ordinal);
        var folders = Files.Select(file => file.Split('/'))
            .Where(parts => parts is ["src", "FleetPortal.Fleet", _, _, ..]).Select(parts => parts[2]).ToHashSet();
        Assert.InRange(folders.Count, 20, 100);
        Assert.Empty(folders.Except(Rows("src/docs/architecture.md").SelectMany(row => CodeIn(row[^1]))));
    }

    [Fact]
    public async Task TheArchitecture_ListsTheStepsOfTheStart_AndOfUpkeep_AsTheyAreRegistered()
    {
        using var directory = new TemporaryDirectory();
        await using var application = FleetPortalApplication.Create(PortalProcess.SettingsFor(directory.Path), "Production");
        var rows = Rows("src/docs/architecture.md");
        var start = application.Services.GetServices<StartStep>().OrderBy(step => step.Phase).Select(step => $"{step.Phase} `{step.Name}`");
        Assert.Equal(start, rows.Where(row => row[0] is "Open" or "Listen").Select(row => $"{row[0]} {row[1]}"));
        var upkeep = application.Services.GetServices<UpkeepStep>().Select(step => $"`{step.Name}` {PauseOf(step)}");
        Assert.Equal(upkeep, rows.Where(row => Pause().IsMatch(row[1])).Select(row => $"{row[0]} {row[1]}"));
    }

    private static string PauseOf(UpkeepStep step) => step.Interval < TimeSpan.FromMinutes(1)
        ? string.Create(CultureInfo.InvariantCulture, $"{step.Interval.TotalSeconds} s")
        : string.Create(CultureInfo.InvariantCulture, $"{step.Interval.TotalMinutes} min");

    // The cells of every row of every table.
    private static List<string[]> Rows(string document) =>
        [.. ReadText(document).Split('\n').Where(line => line.StartsWith('|'))
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))];

    private static IEnumerable<string> FaultsOf(string text) => BadLinks("src/README.md", text).Concat(BadPaths("src/README.md", text));

    private static IEnumerable<string> BadLinks(string document, string text) =>
        Link().Matches(Fence().Replace(text, "")).Select(link => link.Groups["target"].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal))
            .Where(target => !Leads(document, text, target)).Select(target => $"{document}: {target}");

    private static bool Leads(string document, string text, string target)
    {
        var (path, heading) = target.Split('#') is [var before, var after] ? (before, after) : (target, null);
        var file = path.Length == 0 ? document : FromRoot(document, path);
        var exists = path.Length == 0 || Files.Contains(file) || Directory.Exists(Path.Combine(SourceTree.Root, file));
        return exists && (heading is null || HeadingsOf(path.Length == 0 ? text : ReadText(file)).Contains(heading));
    }

    private static IEnumerable<string> BadPaths(string document, string text) =>
        CodeIn(Fence().Replace(text, ""))
            .Where(code => RepositoryPath().IsMatch(code) && !Placeholder().IsMatch(code))
            .Where(code => TopFolders.Contains(code.Split('/')[0]) ? code.Contains('/') : FileName().IsMatch(code))
            .Where(code => !IsThere(document, code)).Select(code => $"{document}: {code}");

    private static IEnumerable<string> UnknownNames(string document, string text) =>
        CodeIn(Fence().Replace(text, "")).Select(code => Name().Match(code))
            .Where(name => name.Success && !Placeholder().IsMatch(name.Value))
            .Where(name => !name.Groups["part"].Captures.All(part => Words.Value.Contains(part.Value)))
            .Select(name => $"{document}: {name.Value}");

    private static IEnumerable<string> CodeIn(string text) => Code().Matches(text).Select(code => code.Groups["code"].Value);

    private static bool IsThere(string document, string path) =>
        File.Exists(Path.Combine(SourceTree.Root, path)) || Directory.Exists(Path.Combine(SourceTree.Root, path))
        || Files.Contains(FromRoot(document, path)) || Files.Any(file => file.EndsWith("/" + path, StringComparison.Ordinal));

    private static string FromRoot(string document, string path) =>
        Path.GetRelativePath(SourceTree.Root, Path.Combine(SourceTree.Root, Path.GetDirectoryName(document)!, path));

    // As GitHub makes anchors: lower case, no punctuation, a hyphen for each space.
    private static HashSet<string> HeadingsOf(string text) =>
        [.. Heading().Matches(Fence().Replace(text, "")).Select(heading => heading.Groups["title"].Value.ToLowerInvariant())
            .Select(title => NotInAnchor().Replace(title, "").Replace(' ', '-'))];

    private static string ReadText(string file) => File.ReadAllText(Path.Combine(SourceTree.Root, file));

    private static IEnumerable<string> FilesBelow(string folder) => Directory.EnumerateFiles(folder).Concat(
        Directory.EnumerateDirectories(folder).Where(child => !GeneratedFolders.Contains(Path.GetFileName(child))).SelectMany(FilesBelow));

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<!`)`(?<code>[^`\n]+)`(?!`)")]
    private static partial Regex Code();

    [GeneratedRegex(@"^ *```.*?^ *```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^#+ (?<title>.+?)\s*$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();

    [GeneratedRegex(@"^[\w.\-]+(/[\w.\-]+)*/?$")]
    private static partial Regex RepositoryPath();

    [GeneratedRegex(@"\.(cs|razor|css|js|md|sh|csproj|sln|props)$")]
    private static partial Regex FileName();

    [GeneratedRegex(@"\b(?:class|record|struct|interface|enum) (?<name>[A-Z]\w*)")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^(?<part>[A-Z]\w*)(\.(?<part>[A-Z]\w*))*(<T>)?(\(.*\))?$")]
    private static partial Regex Name();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();

    [GeneratedRegex(@"^[\d.]+ (s|min)$")]
    private static partial Regex Pause();

    // NAME is what the reader chooses; X.razor stands for any component.
    [GeneratedRegex(@"NAME|(^|/)X\.razor")]
    private static partial Regex Placeholder();
}
