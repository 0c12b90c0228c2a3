using Bunit;
using FleetPortal.Authentication;
using FleetPortal.Broker;
using FleetPortal.Components.Controls;
using FleetPortal.Components.Layout;
using FleetPortal.Configuration;
using FleetPortal.Fleet;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Hosting;
using FleetPortal.Slices;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MudBlazor.Services;

namespace FleetPortal.Components.Tests;

/// <summary>
/// A page on a real registry in a SQLite file, with a clock that the test moves, and nothing that works in the background.
/// </summary>
internal sealed class PageContext : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("fleetportal-");
    private readonly BunitContext _context = new();
    private readonly List<string> _hidden = [];

    private PageContext(Action<IServiceCollection>? configure)
    {
        // A page that waits for another thread needs more than the second of bUnit on a busy machine.
        BunitContext.DefaultWaitTimeout = TimeSpan.FromSeconds(20);
        var settings = SettingsReader.Read(new ConfigurationBuilder().Build(), isDevelopment: true);
        _context.JSInterop.Mode = JSRuntimeMode.Loose;
        _context.Services.AddMudServices();
        _context.Services.AddSingleton<TimeProvider>(Time);
        _context.Services.AddScoped<Viewer>();
        _context.Services.AddSingleton<FleetPulse>();
        _context.Services.AddSingleton<BoundPorts>();
        _context.Services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        _context.Services.AddFleet(new FleetOptions { ConnectionString = $"Data Source={DatabasePath}",
            KeyDirectory = _directory.FullName, KeyPassphrase = "secret" });
        _context.Services.AddSingleton(settings);
        _context.Services.AddDeviceBroker(new BrokerLimits(), DevicePorts.Of(settings));
        _context.Services.AddSingleton<PaletteSearch>();
        foreach (var slice in PortalSlices.All)
        {
            slice.AddServices(_context.Services, settings);
        }

        configure?.Invoke(_context.Services);
    }

    /// <summary>The person in front.</summary>
    public static Actor Administrator { get; } = new("account", "Jonas", Role.Administrator);

    /// <summary>The clock, which the test moves.</summary>
    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));

    /// <summary>The path of the SQLite file.</summary>
    public string DatabasePath => Path.Combine(_directory.FullName, "fleet.db");

    /// <summary>Opens the registry as every start of a portal does.</summary>
    /// <param name="configure">Registers what a further slice would register.</param>
    public static async Task<PageContext> CreateAsync(Action<IServiceCollection>? configure = null)
    {
        var page = new PageContext(configure);
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

    /// <summary>Opens a page of any type at an address as somebody else.</summary>
    /// <param name="page">The component.</param>
    /// <param name="address">Its address, with the query.</param>
    /// <param name="parameters">The parameters of its route.</param>
    /// <param name="viewer">The person in front.</param>
    public IRenderedComponent<DynamicComponent> OpenAs(Type page, string address, Dictionary<string, object> parameters, Actor viewer)
    {
        Get<NavigationManager>().NavigateTo(address);
        var known = Task.FromResult(new AuthenticationState(ActorClaims.PrincipalOf(viewer, "test")));
        return _context.Render(builder =>
        {
            builder.OpenComponent<CascadingValue<Task<AuthenticationState>>>(0);
            builder.AddComponentParameter(1, "Value", known);
            builder.AddComponentParameter(2, "ChildContent", (RenderFragment)(inner =>
            {
                inner.OpenComponent<DynamicComponent>(0);
                inner.AddComponentParameter(1, "Type", page);
                inner.AddComponentParameter(2, "Parameters", parameters);
                inner.CloseComponent();
            }));
            builder.CloseComponent();
        }).FindComponent<DynamicComponent>();
    }

    /// <summary>Opens a page or a part of a page whose type is known at run time only.</summary>
    /// <param name="page">The component.</param>
    /// <param name="address">Its address, with the query.</param>
    /// <param name="parameters">The parameters of its route, or those that the page gives to its part.</param>
    public IRenderedComponent<DynamicComponent> Open(Type page, string address, Dictionary<string, object> parameters) =>
        OpenAs(page, address, parameters, Administrator);

    /// <summary>Takes all tables away, so that every reading fails unexpectedly.</summary>
    public async Task HideTablesAsync()
    {
        await using (var connection = new SqliteConnection($"Data Source={DatabasePath}"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%'";
            await using var names = await command.ExecuteReaderAsync();
            while (await names.ReadAsync())
            {
                _hidden.Add(names.GetString(0));
            }
        }

        foreach (var name in _hidden)
        {
            await HideTableAsync(name);
        }
    }

    /// <summary>Puts all tables back.</summary>
    public async Task ShowTablesAsync()
    {
        foreach (var name in _hidden)
        {
            await ShowTableAsync(name);
        }
    }

    /// <summary>Takes a table away, so that every reading of it fails unexpectedly.</summary>
    public Task HideTableAsync(string name) => RunAsync($"ALTER TABLE \"{name}\" RENAME TO \"{name}Hidden\"");

    /// <summary>Puts the table back.</summary>
    public Task ShowTableAsync(string name) => RunAsync($"ALTER TABLE \"{name}Hidden\" RENAME TO \"{name}\"");

    /// <summary>Changes rows as another version would have written them.</summary>
    public async Task RunAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={DatabasePath}");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The SQL is that of the tests.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Reads one number with SQL.</summary>
    public async Task<long> ScalarAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={DatabasePath}");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The SQL is that of the tests.
        command.CommandText = sql;
#pragma warning restore CA2100
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeComponentsAsync();
        await _context.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _directory.Delete(recursive: true);
    }
}
