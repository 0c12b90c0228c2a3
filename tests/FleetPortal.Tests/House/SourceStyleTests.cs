using System.Text.RegularExpressions;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Tests.House;

/// <summary>Rules that every C# file of the repository follows.</summary>
public sealed partial class SourceStyleTests
{
    private const int MaxColumns = 140;

    [Fact]
    public void NoLine_IsLongerThan140Columns_OutsideARawString() => Assert.Empty(Sources().SelectMany(LongLines));

    [Fact]
    public void EverySummary_SaysMoreThanAName()
    {
        var summaries = Sources().SelectMany(file => Summary()
            .Matches(File.ReadAllText(file)).Select(match => (file, Text: match.Groups["text"].Value))).ToList();
        Assert.InRange(summaries.Count, 1_000, 100_000);
        Assert.Empty(summaries.Where(one => Words(one.Text) <= 3)
            .Select(one => $"{Path.GetRelativePath(SourceTree.Root, one.file)}: {one.Text}"));
    }

    [Fact]
    public void EveryUseCase_SaysWhatItDoes()
    {
        var signatures = Sources().Where(file => file.Contains("FleetPortal.Fleet/", StringComparison.Ordinal))
            .SelectMany(file => UseCase()
                .Matches(File.ReadAllText(file)).Select(match => (file, Before: match.Groups["before"].Value))).ToList();
        Assert.InRange(signatures.Count, 40, 1_000);
        Assert.Empty(signatures.Where(one => !one.Before.Contains("<summary>", StringComparison.Ordinal)
            && !one.Before.Contains("<inheritdoc", StringComparison.Ordinal))
            .Select(one => Path.GetRelativePath(SourceTree.Root, one.file)));
    }

    private static IEnumerable<string> Sources() => new[] { "src", "tests" }
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(SourceTree.Root, folder), "*.cs", SearchOption.AllDirectories))
        .Where(file => !Generated().IsMatch(file));

    private static IEnumerable<string> LongLines(string file)
    {
        var raw = false;
        var number = 0;
        foreach (var line in File.ReadLines(file))
        {
            number++;
            var quotes = line.Split("\"\"\"").Length - 1;
            if (line.Length > MaxColumns && !raw && quotes == 0)
            {
                yield return $"{Path.GetRelativePath(SourceTree.Root, file)}:{number}: {line.Length} columns";
            }

            raw ^= quotes % 2 == 1;
        }
    }

    private static int Words(string text) => Tag()
        .Replace(text, "word").Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Count(word => word != "///");

    [GeneratedRegex(@"/(bin|obj|Migrations)/")]
    private static partial Regex Generated();

    [GeneratedRegex("/// <summary>(?<text>[^\"]*?)</summary>", RegexOptions.Singleline)]
    private static partial Regex Summary();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    // The comment and attribute lines right above ExecuteAsync of a use case.
    [GeneratedRegex(@"(?<before>(?:^ {4}(?:///|\[).*\n)*)^ {4}public (?:async )?Task\S*(?:<.*>)? ExecuteAsync\(", RegexOptions.Multiline)]
    private static partial Regex UseCase();
}
