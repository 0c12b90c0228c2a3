using System.Security.Claims;
using Bunit;
using FleetPortal.Authentication;
using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace FleetPortal.Components.Tests;

public sealed class LiveComponentTests : IAsyncDisposable
{
    private readonly BunitContext _context = new();
    private readonly FleetEvents _events = new();
    private readonly FakeTimeProvider _time = new();

    public LiveComponentTests()
    {
        _context.JSInterop.Mode = JSRuntimeMode.Loose;
        _context.Services.AddSingleton<TimeProvider>(_time);
        _context.Services.AddSingleton(_events);
        _context.Services.AddScoped<Viewer>();
    }

    [Fact]
    public void AThousandEvents_AreOneReading()
    {
        var page = Render();
        for (var i = 0; i < 1000; i++)
        {
            _events.Emit(new FleetEvent(FleetEventKind.ThingChanged, "x"));
        }

        Assert.Equal(1, page.Instance.Readings);
        _time.Advance(TimeSpan.FromMilliseconds(250));
        page.WaitForAssertion(() => Assert.Equal(2, page.Instance.Readings));
        Assert.Equal("2", page.Find("p").TextContent);
    }

    [Fact]
    public void WithoutAnEvent_NothingIsRead()
    {
        var page = Render();
        _time.Advance(TimeSpan.FromSeconds(1));
        _events.Emit(new FleetEvent(FleetEventKind.AttemptRecorded, null));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, page.Instance.Readings);
    }

    [Fact]
    public void WhileNobodyLooks_NothingIsRead_AndAfterwardsItIs()
    {
        var page = Render();
        var viewer = _context.Services.GetRequiredService<Viewer>();
        viewer.IsVisible = false;
        _events.Emit(new FleetEvent(FleetEventKind.ThingChanged, "x"));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, page.Instance.Readings);
        viewer.IsVisible = true;
        page.WaitForAssertion(() =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(250));
            Assert.Equal(2, page.Instance.Readings);
        });
    }

    [Fact]
    public void APageThatSamples_RendersOnEveryTick_AndReadsOnceInAMinuteIfItAges()
    {
        var page = Render();
        (page.Instance.IsSampling, page.Instance.IsAging) = (true, true);
        var renders = page.RenderCount;
        for (var tick = 1; tick <= 20; tick++)
        {
            var seen = page.RenderCount;
            _time.Advance(TimeSpan.FromSeconds(2));
            page.WaitForState(() => page.RenderCount > seen);
        }

        Assert.Equal(1, page.Instance.Readings);
        Assert.True(page.RenderCount >= renders + 20);
        page.WaitForAssertion(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(2));
            Assert.Equal(2, page.Instance.Readings);
        });
    }

    [Fact]
    public void APageThatSamplesAndDoesNotAge_IsNotReadAgain()
    {
        var page = Render();
        page.Instance.IsSampling = true;
        for (var tick = 1; tick <= 40; tick++)
        {
            var seen = page.RenderCount;
            _time.Advance(TimeSpan.FromSeconds(2));
            page.WaitForState(() => page.RenderCount > seen);
        }

        Assert.Equal(1, page.Instance.Readings);
    }

    [Fact]
    public void OnceItsServicesAreGone_APageReadsNoMore()
    {
        var page = Render();
        page.Instance.IsDisposed = true;
        _events.Emit(new FleetEvent(FleetEventKind.ThingChanged, "x"));
        _time.Advance(TimeSpan.FromMilliseconds(250));
        page.WaitForAssertion(() => Assert.Equal(0, _events.ListenerCount));
        var readings = page.Instance.Readings;
        _events.Emit(new FleetEvent(FleetEventKind.ThingChanged, "x"));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(readings, page.Instance.Readings);
    }

    [Fact]
    public async Task LeavingThePage_LeavesNoListener()
    {
        Render();
        Assert.Equal(1, _events.ListenerCount);
        await _context.DisposeComponentsAsync();
        Assert.Equal(0, _events.ListenerCount);
    }

    [Fact]
    public void AFailedReading_IsSaid()
    {
        var page = Render();
        page.Instance.Fails = true;
        _events.Emit(new FleetEvent(FleetEventKind.ThingChanged, "x"));
        _time.Advance(TimeSpan.FromMilliseconds(250));
        page.WaitForAssertion(() => Assert.Equal("no", page.Find("p").TextContent));
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    private IRenderedComponent<Probe> Render()
    {
        var principal = ActorClaims.PrincipalOf(new Actor("persona", "Jonas", Role.Administrator), "test");
        _context.RenderTree.Add<Microsoft.AspNetCore.Components.CascadingValue<Task<AuthenticationState>>>(p =>
            p.Add(x => x.Value, Task.FromResult(new AuthenticationState(new ClaimsPrincipal(principal)))));
        return _context.Render<Probe>();
    }

    private sealed class Probe : LiveComponent
    {
        public int Readings { get; private set; }

        public bool Fails { get; set; }

        public bool IsSampling { get; set; }

        public bool IsAging { get; set; }

        public bool IsDisposed { get; set; }

        protected override bool Samples => IsSampling;

        protected override bool Ages => IsAging;

        protected override bool Concerns(FleetEvent fleetEvent) => fleetEvent.Kind == FleetEventKind.ThingChanged;

        protected override Task LoadAsync(CancellationToken cancellationToken)
        {
            Readings++;
            ObjectDisposedException.ThrowIf(IsDisposed, this);
            return Fails ? throw new FleetError(FleetErrorKind.Unavailable, "no", "no") : Task.CompletedTask;
        }

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            builder.OpenElement(0, "p");
            builder.AddContent(1, Reading.Fault ?? Readings.ToString(System.Globalization.CultureInfo.InvariantCulture));
            builder.CloseElement();
        }
    }
}
