using System.Diagnostics;

namespace FleetPortal.Testing;

/// <summary>The program itself, as a process of its own, for what only a process can show: exit codes and sudden death.</summary>
public static class PortalProcess
{
    /// <summary>The program beside this test.</summary>
    public static string Path => System.IO.Path.Combine(AppContext.BaseDirectory, "FleetPortal");

    /// <summary>Settings for a data directory and free ports.</summary>
    public static string[] SettingsFor(string directory) =>
        [$"--Data:Directory={directory}", "--Listen:Portal=http://127.0.0.1:0", "--Listen:Devices=https://127.0.0.1:0", "--Listen:Mqtt=mqtts://127.0.0.1:0", "--Limits:ConnectsPerMinute=10000"];

    /// <summary>Makes a portal's data directory as the first start does, for commands that run without one that serves.</summary>
    public static async Task FoundAsync(params string[] settings)
    {
        await using (var application = FleetPortalApplication.Create([.. settings, "--Simulator:Enabled=false", "--Logging:LogLevel:Default=Warning"], "Production"))
        {
            await application.PrepareAsync();
        }

        // A connection that stays open here would do the recovery that the next process is to do.
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }

    /// <summary>
    /// Settings of the .NET runtime for a process that lives for seconds: no optimised code, no counting of calls for it, and code pages that
    /// are mapped once. A start takes about half of the processor time; the program is the same. Never for a benchmark.
    /// </summary>
    public static IReadOnlyDictionary<string, string> QuickStart { get; } = new Dictionary<string, string>
    {
        ["DOTNET_JITMinOpts"] = "1",
        ["DOTNET_TieredPGO"] = "0",
        ["DOTNET_EnableWriteXorExecute"] = "0",
    };

    /// <summary>Runs a command to its end, in Production.</summary>
    public static Task<ToolResult> RunAsync(params string[] arguments) => RunAsync(QuickStart, arguments);

    /// <summary>The same with more in its environment.</summary>
    public static Task<ToolResult> RunAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments) => Tool.RunAsync(Path, arguments, environment: With(environment));

    /// <summary>Starts the portal; answers the process and its address as the summary printed it.</summary>
    public static Task<(Process Process, Uri Address)> ServeAsync(params string[] arguments) => ServeAsync(new Dictionary<string, string>(), arguments);

    /// <summary>The same with more in its environment.</summary>
    public static Task<(Process Process, Uri Address)> ServeAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        ReadyAsync(Tool.Start(Path, arguments, environment: With(environment)));

    /// <summary>The same on a disk that takes no file longer than so many kibibytes: what is written past it fails, as on a full one.</summary>
    public static Task<(Process Process, Uri Address)> ServeOnSmallDiskAsync(int kibibytes, params string[] arguments) =>
        ReadyAsync(Tool.Start("bash", ["-c", $"trap '' XFSZ; ulimit -f {kibibytes}; exec \"$0\" \"$@\"", Path, .. arguments], environment: With(RuntimeWithoutLargeFiles)));

    /// <summary>The same with so many open files at most.</summary>
    public static Task<(Process Process, Uri Address)> ServeWithDescriptorsAsync(int descriptors, params string[] arguments) => ReadyAsync(StartWithDescriptors(descriptors, arguments));

    /// <summary>Starts it with so many open files at most, without waiting until it serves.</summary>
    public static Process StartWithDescriptors(int descriptors, params string[] arguments) =>
        Tool.Start("bash", ["-c", $"ulimit -n {descriptors}; exec \"$0\" \"$@\"", Path, .. arguments], environment: With(new Dictionary<string, string>()));

    private static async Task<(Process Process, Uri Address)> ReadyAsync(Process process)
    {
        _ = process.StandardError.ReadToEndAsync();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Trim().StartsWith("FleetPortal ", StringComparison.Ordinal))
            {
                var address = new Uri(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
                _ = process.StandardOutput.ReadToEndAsync();
                return (process, address);
            }
        }

        throw new InvalidOperationException("The portal did not start.");
    }

    /// <summary>kill -9.</summary>
    public static async Task KillAsync(Process process)
    {
        ArgumentNullException.ThrowIfNull(process);
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    // .NET keeps compiled code in a file in memory, which the limit would meet first.
    private static IReadOnlyDictionary<string, string> RuntimeWithoutLargeFiles { get; } = new Dictionary<string, string> { ["DOTNET_EnableWriteXorExecute"] = "0" };

    private static Dictionary<string, string> With(IReadOnlyDictionary<string, string> environment) => new(Production.Concat(environment));

    private static IReadOnlyDictionary<string, string> Production { get; } = new Dictionary<string, string> { ["ASPNETCORE_ENVIRONMENT"] = "Production" };
}
