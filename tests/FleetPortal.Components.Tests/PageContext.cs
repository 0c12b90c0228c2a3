using Bunit;
using FleetPortal.Authentication;
using FleetPortal.Components.Controls;
using FleetPortal.Fleet;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Hosting;
using FleetPortal.Slices.Overview;
using FleetPortal.Slices.Tokens;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MudBlazor.Services;

namespace FleetPortal.Components.Tests;

/// <summary>A page on a real registry in a SQLite file, with a clock that the test moves, and nothing that works in the background.</summary>
internal sealed class PageContext : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("fleetportal-");
    private readonly BunitContext _context = new();

    private PageContext()
    {
        _context.JSInterop.Mode = JSRuntimeMode.Loose;
        _context.Services.AddMudServices();
        _context.Services.AddSingleton<TimeProvider>(Time);
        _context.Services.AddScoped<Viewer>();
        _context.Services.AddSingleton<FleetPulse>();
        _context.Services.AddSingleton<BoundPorts>();
        _context.Services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        _context.Services.AddFleet(new FleetOptions { ConnectionString = $"Data Source={DatabasePath}", KeyDirectory = _directory.FullName, KeyPassphrase = "secret" });
        _context.Services.AddSingleton<IAttentionSource, TokensThatEnd>();
    }

    /// <summary>The person in front.</summary>
    public static Actor Administrator { get; } = new("account", "Jonas", Role.Administrator);

    /// <summary>The clock.</summary>
    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));

    /// <summary>The SQLite file.</summary>
    public string DatabasePath => Path.Combine(_directory.FullName, "fleet.db");

    /// <summary>Opens the registry as every start of a portal does.</summary>
    public static async Task<PageContext> CreateAsync()
    {
        var page = new PageContext();
        await page._context.Services.RunStartStepsAsync(StartPhase.Open, CancellationToken.None);
        page._context.RenderTree.Add<CascadingValue<Task<AuthenticationState>>>(p => p
            .Add(x => x.Value, Task.FromResult(new AuthenticationState(ActorClaims.PrincipalOf(Administrator, "test")))));
        return page;
    }

    /// <summary>A service of the portal.</summary>
    public T Get<T>()
        where T : notnull => _context.Services.GetRequiredService<T>();

    /// <summary>Opens a page at an address.</summary>
    public IRenderedComponent<TPage> Open<TPage>(string address, Action<ComponentParameterCollectionBuilder<TPage>>? parameters = null)
        where TPage : IComponent
    {
        Get<NavigationManager>().NavigateTo(address);
        return _context.Render(parameters ?? (_ => { }));
    }

    /// <summary>Takes a table away, so that every reading of it fails unexpectedly.</summary>
    public Task HideTableAsync(string name) => RunAsync($"ALTER TABLE \"{name}\" RENAME TO \"{name}Hidden\"");

    /// <summary>Puts the table back.</summary>
    public Task ShowTableAsync(string name) => RunAsync($"ALTER TABLE \"{name}Hidden\" RENAME TO \"{name}\"");

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeComponentsAsync();
        await _context.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _directory.Delete(recursive: true);
    }

    private async Task RunAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={DatabasePath}");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The names of tables are those of the tests.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
