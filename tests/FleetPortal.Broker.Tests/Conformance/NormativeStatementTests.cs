using System.Reflection;
using Xunit;

namespace FleetPortal.Broker.Tests.Conformance;

/// <summary>The table of normative statements is complete, and every test that it names exists.</summary>
public sealed class NormativeStatementTests
{
    private static readonly NormativeStatement[] All = [.. Statements311.All, .. Statements500.All];

    /// <summary>How many statements appendix B of each standard has in each section.</summary>
    private static readonly Dictionary<string, (string Section, int Count)[]> Sections = new()
    {
        ["3.1.1"] =
        [
            ("1.5.3", 3), ("2.2.2", 2), ("2.3.1", 7), ("3.1.0", 2), ("3.1.2", 24), ("3.1.3", 11), ("3.1.4", 5), ("3.2.0", 1), ("3.2.2", 6),
            ("3.3.1", 12), ("3.3.2", 3), ("3.3.4", 1), ("3.3.5", 2), ("3.6.1", 1), ("3.8.1", 1), ("3.8.3", 4), ("3.8.4", 6), ("3.9.3", 2),
            ("3.10.1", 1), ("3.10.3", 2), ("3.10.4", 6), ("3.12.4", 1), ("3.14.1", 1), ("3.14.4", 3), ("4.1.0", 2), ("4.3.1", 1),
            ("4.3.2", 2), ("4.3.3", 2), ("4.4.0", 1), ("4.5.0", 2), ("4.6.0", 6), ("4.7.1", 3), ("4.7.2", 1), ("4.7.3", 4), ("4.8.0", 2),
            ("6.0.0", 4), ("7.0.0", 2), ("7.1.1", 1), ("7.1.2", 1),
        ],
        ["5.0"] =
        [
            ("1.5.4", 3), ("1.5.5", 1), ("1.5.7", 1), ("2.1.3", 1), ("2.2.1", 5), ("2.2.2", 1), ("3.1.0", 2), ("3.1.2", 30), ("3.1.3", 12),
            ("3.1.4", 6), ("3.2.0", 2), ("3.2.2", 22), ("3.3.1", 13), ("3.3.2", 20), ("3.3.4", 10), ("3.4.2", 3), ("3.5.2", 3),
            ("3.6.1", 1), ("3.6.2", 3), ("3.7.2", 3), ("3.8.1", 1), ("3.8.3", 5), ("3.8.4", 8), ("3.9.2", 2), ("3.9.3", 2), ("3.10.1", 1),
            ("3.10.3", 2), ("3.10.4", 6), ("3.11.2", 2), ("3.11.3", 2), ("3.12.4", 1), ("3.14.0", 1), ("3.14.1", 1), ("3.14.2", 4),
            ("3.14.4", 3), ("3.15.1", 1), ("3.15.2", 3), ("4.1.0", 2), ("4.2.0", 1), ("4.3.1", 1), ("4.3.2", 5), ("4.3.3", 13),
            ("4.4.0", 2), ("4.5.0", 2), ("4.6.0", 6), ("4.7.0", 1), ("4.7.1", 2), ("4.7.2", 1), ("4.7.3", 4), ("4.8.2", 6), ("4.9.0", 3),
            ("4.12.0", 7), ("4.12.1", 2), ("4.13.1", 1), ("4.13.2", 1), ("6.0.0", 4),
        ],
    };

    [Theory]
    [InlineData("3.1.1", 141)]
    [InlineData("5.0", 251)]
    public void EveryStatement_IsThereOnce_InTheOrderOfTheStandard(string version, int count)
    {
        // The numbers of a section have no gap; only section 2.2.1 of 5.0 begins with 2.
        var expected = Sections[version].SelectMany(section => Enumerable
            .Range(version == "5.0" && section.Section == "2.2.1" ? 2 : 1, section.Count)
            .Select(number => $"MQTT-{section.Section}-{number}"));
        var statements = All.Where(statement => statement.Version == version).Select(statement => statement.Id).ToArray();
        Assert.Equal(expected, statements);
        Assert.Equal(count, statements.Length);
    }

    [Fact]
    public void EveryStatement_HasATest_OrAReasonWhyNot() =>
        Assert.All(All, statement => Assert.True(statement.Tests.Length > 0 != (statement.WhyNotShown is { Length: > 0 }), $"{statement}"));

    [Fact]
    public void EveryNamedTest_IsATestOfOneClass()
    {
        var tests = Tests().GroupBy(test => test.Name).ToDictionary(group => group.Key, group => group.Count());
        Assert.Empty(tests.Where(test => test.Value > 1).Select(test => test.Key));
        Assert.All(All.SelectMany(statement => statement.Tests), name => Assert.Contains(name, tests.Keys));
    }

    [Fact]
    public void AFactThatShowsAStatementOf311_NamesTheVersion()
    {
        // A theory runs with both versions; a fact runs with MQTT 5.0 unless its name says otherwise.
        var facts = Tests().Where(test => test.GetCustomAttribute<TheoryAttribute>() is null).Select(test => test.Name).ToHashSet();
        Assert.All(Statements311.All.SelectMany(statement => statement.Tests).Where(facts.Contains),
            name => Assert.Matches("311|In500Only$", name));
    }

    [Fact]
    public void MostStatements_AreShown()
    {
        // A change of these numbers belongs into the same commit as its reason.
        var shown = All.GroupBy(statement => statement.Version).ToDictionary(group => group.Key,
            group => group.Count(statement => statement.Tests.Length > 0));
        Assert.Equal((127, 221), (shown["3.1.1"], shown["5.0"]));
    }

    private static IEnumerable<MethodInfo> Tests() => typeof(ConformanceTest).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(ConformanceTest)))
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
        .Where(method => method.GetCustomAttributes<FactAttribute>(inherit: true).Any());
}
