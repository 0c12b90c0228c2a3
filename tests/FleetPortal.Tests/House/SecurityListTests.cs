using System.Text.RegularExpressions;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Tests.House;

/// <summary>The list of <c>.github/SECURITY.md</c> names what there is.</summary>
public sealed partial class SecurityListTests
{
    // OWASP ASVS 5.0.0 has 70 requirements of level 1 and 183 of level 2.
    private const int Requirements = 253;

    private static readonly string List = File.ReadAllText(Path.Combine(SourceTree.Root, ".github", "SECURITY.md"));

    [Fact]
    public void EveryRequirementOfLevels1And2_IsListedOnce_WithAStateAndAReason()
    {
        var rows = Row().Matches(List);
        Assert.Equal(Requirements, rows.Count);
        Assert.Equal(Requirements, rows.Select(row => row.Groups["number"].Value).Distinct().Count());
    }

    [Fact]
    public void EveryTestThatTheListNames_Exists()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories)
            .ToLookup(file => Path.GetFileNameWithoutExtension(file)!, File.ReadAllText);
        Assert.All(Row().Matches(List).Where(row => row.Groups["state"].Value == "test"), row => Assert.Matches(Test(), row.Value));
        Assert.All(Test().Matches(List), test => Assert.Contains(sources[test.Groups["class"].Value],
            source => source.Contains($" {test.Groups["method"].Value}(", StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"^\| (?<number>\d+\.\d+\.\d+) \| [12] \| (?<state>test|code|doc|n/a|open) \| .+ \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"`(?<class>\w+Tests)\.(?<method>\w+)`")]
    private static partial Regex Test();
}
