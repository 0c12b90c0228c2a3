using System.Text.RegularExpressions;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Fleet.Tests.Audit;

/// <summary>The catalogue of audit actions against the sources, and against the page of events.</summary>
public sealed partial class AuditCatalogueTests
{
    private static readonly Dictionary<string, string> Sources =
        Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "src"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !Generated().IsMatch(file)).ToDictionary(file => file, File.ReadAllText);

    private static readonly Dictionary<string, AuditAction> ByConstant =
        Sources.Where(source => source.Key.EndsWith("Actions.cs", StringComparison.Ordinal))
        .SelectMany(source => Constant().Matches(source.Value).Select(match => (
            Name: $"{Path.GetFileNameWithoutExtension(source.Key)}.{match.Groups["name"].Value}", Action: match.Groups["action"].Value)))
        .ToDictionary(constant => constant.Name, constant => AuditActions.Catalogue.Single(action => action.Name == constant.Action));

    [Fact]
    public void EveryConstant_IsInTheCatalogue_AndIsUsed()
    {
        Assert.InRange(AuditActions.Catalogue.Count, 70, 1000);
        Assert.Equal(AuditActions.All, ByConstant.Values.Select(action => action.Name).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(ByConstant.Keys, name => !Sources.Values.Any(text => Regex.IsMatch(text, $@"\b{Regex.Escape(name)}\b")));
    }

    [Fact]
    public void NoSource_SpellsAnAction_OrTheKindOfATarget_OrOfAnActor()
    {
        var spelled = Sources.Where(source => !source.Key.EndsWith("Actions.cs", StringComparison.Ordinal)
            && !source.Key.EndsWith("EventStream.cs", StringComparison.Ordinal))
            .SelectMany(source => source.Value.Split('\n').Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal))
                .Where(line => Literal().Matches(line).Any(match => AuditActions.All.Contains(match.Groups[1].Value))
                    || Kind().IsMatch(line))
                .Select(line => $"{Path.GetFileName(source.Key)}: {line.Trim()}"));
        Assert.Empty(spelled);
    }

    [Fact]
    public void EveryEntry_IsAboutWhatTheCatalogueSays()
    {
        var calls = Sources.Values.SelectMany(text => AuditCall().Matches(text))
            .SelectMany(call => ActionName().Matches(call.Value).Select(action => (
            Action: action.Value,
            Target: TargetKind().Match(call.Value) is { Success: true } target ? target.Groups["kind"].Value : ""))).ToList();
        Assert.InRange(calls.Count, 40, 1000);
        Assert.All(calls.Where(call => call.Target.Length > 0), call => Assert.Equal(
            ByConstant[call.Action].TargetKind, (string)typeof(AuditTargets).GetField(call.Target)!.GetRawConstantValue()!));
    }

    [Fact]
    public void ThePageOfEvents_IsThatOfTheCatalogue() => GeneratedPage.AssertIsCurrent(
        "events.md",
        $"""
        # Audit actions and events

        Every entry of the audit is also an event of `GET /api/v1/events`; the event has the name of the action. The names are stable.
        Each slice declares its actions with `AuditAction`; this page is made from them.

        | action and event | target | what the page *Audit* says |
        | --- | --- | --- |
        {string.Join('\n', AuditActions.Catalogue.Select(action => $"| `{action.Event}` | `{action.TargetKind}` | {action.Label} |"))}

        Every session that begins or ends is an event too, without an audit entry and without an id: `connection.opened` and `connection.closed`. A session that somebody closes is both. `heartbeat` comes at the start and every 15 seconds.

        """);

    [GeneratedRegex(@"[/\\](bin|obj|Migrations)[/\\]")]
    private static partial Regex Generated();

    [GeneratedRegex("public const string (?<name>\\w+) = \"(?<action>[a-z.-]+)\";")]
    private static partial Regex Constant();

    [GeneratedRegex("\"([a-z-]+\\.[a-z-]+)\"")]
    private static partial Regex Literal();

    [GeneratedRegex(
        """"
        new (Actor|AuditTarget)\("|Actor \w+ (\{ get; \} )?= new\("|(Actor|Target)Kind: "|\.Kind [!=]= "|public static (Actor|AuditTarget) .*new\(\"
        """")]
    private static partial Regex Kind();

    [GeneratedRegex(@"\.Audit\([^;]*;", RegexOptions.Singleline)]
    private static partial Regex AuditCall();

    [GeneratedRegex(@"\b\w+Actions\.\w+")]
    private static partial Regex ActionName();

    [GeneratedRegex(@"AuditTargets\.(?<kind>\w+)|AuditTarget\.(?<kind>Thing|Certificate)\(")]
    private static partial Regex TargetKind();
}
