using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FleetPortal.Fleet.Compliance;
using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace FleetPortal.Fleet.Tests.Compliance;

/// <summary>The scorecard as a whole: sentences, arithmetic, hashes, trend, rights and the seam for other slices.</summary>
public sealed class ScorecardTests
{
    [Fact]
    public async Task EverySentenceOfThePractice_HasAControl_ThatQuotesItExactly()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var scorecard = await ControlTests.ReadAsync(registry);
        Assert.All(scorecard.Recommendations, recommendation =>
        {
            string[] texts = [recommendation.Recommendation.Title, .. recommendation.Recommendation.Sentences];
            Assert.All(recommendation.Controls,
                control => Assert.Contains(texts, text => text.Contains(control.Description.Sentence, StringComparison.Ordinal)));
            Assert.All(recommendation.Recommendation.Sentences, sentence => Assert.Contains(recommendation.Controls,
                control => sentence.Contains(control.Description.Sentence, StringComparison.Ordinal)));
        });
        Assert.Equal(27, scorecard.Controls.Count());
        Assert.Equal(scorecard.Controls.Select(control => control.Description.Id).Distinct().Order(StringComparer.Ordinal),
            scorecard.Controls.Select(control => control.Description.Id).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(ControlState.Met, 4, 4, 1.0)]
    [InlineData(ControlState.PartlyMet, 4, 3, 0.75)]
    [InlineData(ControlState.NotMet, 4, 0, 0.0)]
    [InlineData(ControlState.NotCovered, 0, 0, 0.0)]
    public void AControl_ScoresThePartThatComplies(ControlState state, long applicable, long compliant, double score) =>
        Assert.Equal((decimal)score, ScoreArithmetic.OfControl(state, applicable, compliant));

    [Fact]
    public void AMean_LeavesOutWhatHasNothingToMeasure()
    {
        Assert.Null(ScoreArithmetic.OfControl(ControlState.NothingToMeasure, 0, 0));
        Assert.Equal(0.5m, ScoreArithmetic.Mean([1m, null, 0m]));
        Assert.Null(ScoreArithmetic.Mean([null, null]));
        Assert.Null(ScoreArithmetic.Mean([]));
    }

    [Theory]
    [InlineData(999_999, 1_000_000, "99.9")]
    [InlineData(1, 1, "100")]
    [InlineData(1, 3, "33.3")]
    [InlineData(0, 3, "0")]
    public void Percent_IsRoundedDown_SoThat100MeansAll(int compliant, int applicable, string percent) => Assert.Equal(
        percent, string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"{ScoreArithmetic.Percent(compliant / (decimal)applicable):0.#}"));

    [Fact]
    public void ThirdsThatAddUpToOne_Are100Percent() =>
        Assert.Equal(50, ScoreArithmetic.Percent(ScoreArithmetic.Mean([1 / 3m, 2 / 3m])));

    [Fact]
    public async Task Hashes_CanBeComputedAgain_FromTheEvidenceAlone()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.RegisterAsync("bare-1", type: null);
        var scorecard = await ControlTests.ReadAsync(registry);
        var lines = new StringBuilder();
        foreach (var control in scorecard.Controls)
        {
            Assert.Equal(HashOf(control.Evidence), control.EvidenceHash);
            using var evidence = JsonDocument.Parse(control.Evidence);
            Assert.Equal(control.Evidence, Canonical(evidence.RootElement));
            Assert.Equal((control.Measurement.Applicable, control.Measurement.Compliant, control.Description.Id),
                (evidence.RootElement.GetProperty("applicable").GetInt64(), evidence.RootElement.GetProperty("compliant").GetInt64(),
                    evidence.RootElement.GetProperty("control").GetString()));
            Assert.Equal(HashOf(string.Concat(control.Measurement.Offenders.Select(x => x.Name + "\n"))),
                evidence.RootElement.GetProperty("offendersHash").GetString());
            lines.Append(null, $"{control.Description.Id} {control.EvidenceHash}\n");
        }

        await using var db = registry.Get<Registry>().Read();
        var head = await db.Set<AuditRecord>().OrderByDescending(x => x.Sequence).FirstAsync(TestContext.Current.CancellationToken);
        Assert.Equal((head.Sequence, Convert.ToHexStringLower(head.Hash)), (scorecard.AuditSequence, scorecard.AuditHash));
        lines.Append(null, $"audit {head.Sequence} {Convert.ToHexStringLower(head.Hash)}\n");
        Assert.Equal(HashOf(lines.ToString()), scorecard.Hash);
    }

    [Fact]
    public void TextWithTwoSpellings_IsNoEvidence() => Assert.Throws<ArgumentException>(() => EvidenceHash.Write(
        new ControlDescription("x", "1.1", "", "", "", "", "", "", null),
        new Measurement(1, 1, new Dictionary<string, object> { ["name"] = "Kläranlage" }), DateTimeOffset.UnixEpoch));

    [Fact]
    public async Task Scorecard_IsKeptForFiveSeconds()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var first = await ControlTests.ReadAsync(registry);
        await registry.RegisterAsync("pump-1");
        registry.Time.Advance(TimeSpan.FromSeconds(4));
        Assert.Same(first, await ControlTests.ReadAsync(registry));
        registry.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, ControlTests.Control(await ControlTests.ReadAsync(registry), "1.1-c").Measurement.Applicable);
    }

    [Fact]
    public async Task ManyReaders_ShareOneEvaluation()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var read = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ControlTests.ReadAsync(registry)));
        Assert.Single(read.Distinct());
    }

    [Fact]
    public async Task Trend_HasOneRowADay_WithTheLastCount_AndForgetsAfter400Days()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var keeper = registry.Get<ScorecardKeeper>();
        await registry.RegisterAsync("bare-1", type: null);
        await keeper.StepAsync(CancellationToken.None);
        registry.Time.Advance(TimeSpan.FromDays(1));
        await keeper.StepAsync(CancellationToken.None);
        await registry.RegisterAsync("pump-1");
        registry.Time.Advance(TimeSpan.FromMinutes(5));
        await keeper.StepAsync(CancellationToken.None);
        var now = await ControlTests.ReadAsync(registry);

        var history = await HistoryAsync(registry, 90);
        var today = DateOnly.FromDateTime(registry.Time.GetUtcNow().UtcDateTime);
        Assert.Equal([today.AddDays(-1), today], history.Days.Select(day => day.Day));
        Assert.Equal(now.Score, history.Days[^1].Score);
        Assert.All(now.Recommendations, x => Assert.Equal(x.Score, history.Days[^1].Recommendations[x.Recommendation.Id]));
        Assert.Equal(today.AddDays(-1), history.BelowSince["1.1.4-d"]);
        Assert.False(history.BelowSince.ContainsKey("1.1-c"));
        Assert.Single((await HistoryAsync(registry, 1)).Days);

        registry.Time.Advance(TimeSpan.FromDays(400));
        await keeper.StepAsync(CancellationToken.None);
        Assert.Single((await HistoryAsync(registry, ScorecardHistory.MaxDays)).Days);
    }

    [Fact]
    public async Task BelowSince_BeginsAgain_AfterADayOnWhichTheControlWasMet()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var keeper = registry.Get<ScorecardKeeper>();
        await registry.RegisterAsync("bare-1", type: null);
        await keeper.StepAsync(CancellationToken.None);
        await registry.RetireAsync("bare-1", forget: true);
        registry.Time.Advance(TimeSpan.FromDays(1));
        await keeper.StepAsync(CancellationToken.None);
        await registry.RegisterAsync("bare-2", type: null);
        registry.Time.Advance(TimeSpan.FromDays(1));
        await keeper.StepAsync(CancellationToken.None);
        var today = DateOnly.FromDateTime(registry.Time.GetUtcNow().UtcDateTime);
        Assert.Equal(today, (await HistoryAsync(registry, 90)).BelowSince["1.1.4-d"]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(401)]
    public async Task DaysOutOfRange_AreRefused(int days)
    {
        await using var registry = await TestRegistry.CreateAsync();
        Assert.Equal("history-days-invalid", (await Assert.ThrowsAsync<FleetError>(() => HistoryAsync(registry, days))).Code);
    }

    [Fact]
    public async Task Viewer_Reads_AndAnActorWithoutARoleDoesNot()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var queries = registry.Get<ComplianceQueries>();
        Assert.NotNull(await queries.ReadAsync(new Actor("account", "Aiko", Role.Viewer), CancellationToken.None));
        var nobody = new Actor("account", "Nemo", (Role)(-1));
        await Assert.ThrowsAsync<FleetError>(() => queries.ReadAsync(nobody, CancellationToken.None));
        await Assert.ThrowsAsync<FleetError>(() => queries.HistoryAsync(1, nobody, CancellationToken.None));
    }

    [Fact]
    public async Task AnotherSlice_MeasuresAControl_ThatWasNotCovered()
    {
        await using var registry = await TestRegistry.CreateAsync(
            configure: services => services.AddSingleton<IComplianceSource, ClonesFound>());
        var control = ControlTests.Control(await ControlTests.ReadAsync(registry), ControlIds.JustInTimeProvisioning);
        Assert.Equal((ControlState.PartlyMet, 0.75m), (control.Measurement.State, control.Score));
    }

    [Fact(Timeout = 60_000)]
    public async Task Evaluation_DoesNotHoldUpTheWriter()
    {
        var inside = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var gate = new ManualResetEventSlim();
        await using var registry = await TestRegistry.CreateAsync(
            configure: services => services.AddSingleton<IComplianceSource>(new Waiting(inside, gate)));
        var reading = ControlTests.ReadAsync(registry);
        await inside.Task.WaitAsync(TestContext.Current.CancellationToken);
        await registry.RegisterAsync("pump-1");
        gate.Set();

        // The evaluation has read its snapshot before the Thing was there.
        var scorecard = await reading;
        Assert.Equal(0, ControlTests.Control(scorecard, "1.1.1-b").Measurement.Applicable);
        Assert.Empty(ControlTests.Control(scorecard, "1.1.4-d").Measurement.Offenders);
    }

    private static Task<ScorecardHistory> HistoryAsync(TestRegistry registry, int days) =>
        registry.Get<ComplianceQueries>().HistoryAsync(days, TestRegistry.Administrator, TestContext.Current.CancellationToken);

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    // RFC 8785 for objects of whole numbers, Booleans and ASCII text, written again without the code of the portal.
    private static string Canonical(JsonElement element) => element.ValueKind == JsonValueKind.Object
        ? "{" + string.Join(",", element.EnumerateObject().OrderBy(x => x.Name, StringComparer.Ordinal)
            .Select(x => $"\"{x.Name}\":{Canonical(x.Value)}")) + "}"
        : element.GetRawText();

    private sealed class ClonesFound : IComplianceSource
    {
        public string ControlId => ControlIds.JustInTimeProvisioning;

        public Measurement Measure(ControlContext context) =>
            new(4, 3, new Dictionary<string, object> { ["thingsWithAnOpenFinding"] = 1 });
    }

    private sealed class Waiting(TaskCompletionSource inside, ManualResetEventSlim gate) : IComplianceSource
    {
        public string ControlId => ControlIds.JustInTimeProvisioning;

        public Measurement Measure(ControlContext context)
        {
            inside.SetResult();
            gate.Wait(TestContext.Current.CancellationToken);
            return Measurement.NotCovered("");
        }
    }
}
