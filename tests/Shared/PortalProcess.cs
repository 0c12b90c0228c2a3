using System.Diagnostics;

namespace FleetPortal.Testing;

/// <summary>Runs the program as a separate process, for tests of exit codes and of a sudden end.</summary>
public static class PortalProcess
{
    /// <summary>The path of the program in the directory of the test.</summary>
    public static string Path => System.IO.Path.Combine(AppContext.BaseDirectory, "FleetPortal");

    /// <summary>Returns settings for a data directory and free ports.</summary>
    public static string[] SettingsFor(string directory) =>
        [$"--Data:Directory={directory}", "--Listen:Portal=http://127.0.0.1:0",
            "--Listen:Devices=https://127.0.0.1:0", "--Listen:Mqtt=mqtts://127.0.0.1:0", "--Limits:ConnectsPerMinute=10000"];

    /// <summary>Creates the data directory of a portal as the first start does, for commands that run without a portal.</summary>
    public static async Task FoundAsync(params string[] settings)
    {
        await using (var application =
            FleetPortalApplication.Create([.. settings, "--Simulator:Enabled=false", "--Logging:LogLevel:Default=Warning"], "Production"))
        {
            await application.PrepareAsync();
        }

        // Close all connections. An open one would do the recovery that the next process must do.
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }

    /// <summary>
    /// Settings of the .NET runtime for a process that runs for seconds: no optimized code, no profiling, and code pages that are mapped
    /// once. A start takes about half of the processor time. The behaviour of the program is the same. Not for benchmarks.
    /// </summary>
    public static IReadOnlyDictionary<string, string> QuickStart { get; } = new Dictionary<string, string>
    {
        ["DOTNET_JITMinOpts"] = "1",
        ["DOTNET_TieredPGO"] = "0",
        ["DOTNET_EnableWriteXorExecute"] = "0",
    };

    /// <summary>Runs a command in Production and waits for its end.</summary>
    public static Task<ToolResult> RunAsync(params string[] arguments) => RunAsync(QuickStart, arguments);

    /// <summary>Runs a command with additional environment variables.</summary>
    public static Task<ToolResult> RunAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        Tool.RunAsync(Path, arguments, environment: With(environment));

    /// <summary>Starts the portal. Returns the process and the address that the portal printed.</summary>
    public static Task<(Process Process, Uri Address)> ServeAsync(
        params string[] arguments) => ServeAsync(new Dictionary<string, string>(), arguments);

    /// <summary>Starts the portal with additional environment variables.</summary>
    public static Task<(Process Process, Uri Address)> ServeAsync(
        IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        ReadyAsync(Tool.Start(Path, arguments, environment: With(environment)));

    /// <summary>Starts the portal with a limit for the size of each file in KiB. Writes beyond the limit fail as on a full disk.</summary>
    public static Task<(Process Process, Uri Address)> ServeOnSmallDiskAsync(int kibibytes, params string[] arguments) =>
        ReadyAsync(Tool.Start("bash", ["-c", $"trap '' XFSZ; ulimit -f {kibibytes}; exec \"$0\" \"$@\"", Path, .. arguments],
            environment: With(RuntimeWithoutLargeFiles)));

    /// <summary>Starts the portal with a limit of open files.</summary>
    public static Task<(Process Process, Uri Address)> ServeWithDescriptorsAsync(
        int descriptors, params string[] arguments) => ReadyAsync(StartWithDescriptors(descriptors, arguments));

    /// <summary>Starts the portal with a limit of open files and does not wait until it serves.</summary>
    public static Process StartWithDescriptors(int descriptors, params string[] arguments) =>
        Tool.Start("bash", ["-c", $"ulimit -n {descriptors}; exec \"$0\" \"$@\"", Path, .. arguments],
            environment: With(new Dictionary<string, string>()));

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

    /// <summary>Kills the process at once (SIGKILL) and waits for its end.</summary>
    public static async Task KillAsync(Process process)
    {
        ArgumentNullException.ThrowIfNull(process);
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    // .NET keeps compiled code in a file in memory, which would reach the limit first.
    private static IReadOnlyDictionary<string, string> RuntimeWithoutLargeFiles { get; } =
        new Dictionary<string, string> { ["DOTNET_EnableWriteXorExecute"] = "0" };

    private static Dictionary<string, string> With(IReadOnlyDictionary<string, string> environment) => new(Production.Concat(environment));

    private static IReadOnlyDictionary<string, string> Production { get; } =
        new Dictionary<string, string> { ["ASPNETCORE_ENVIRONMENT"] = "Production" };
}
