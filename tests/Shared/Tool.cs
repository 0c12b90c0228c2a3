using System.Diagnostics;

namespace FleetPortal.Testing;

/// <summary>The exit code and the output of a program.</summary>
public sealed record ToolResult(int ExitCode, string Output, string Error)
{
    /// <summary>The standard output followed by the standard error.</summary>
    public string All => Output + Error;
}

/// <summary>Runs programs of other projects, such as openssl and mosquitto.</summary>
public static class Tool
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Runs a program and waits for its end, at most five minutes.</summary>
    public static async Task<ToolResult> RunAsync(string program,
        IEnumerable<string> arguments, string input = "", string? directory = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        using var process = Start(program, arguments, directory, environment);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        using var timeout = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} did not end: {string.Join(' ', arguments)}");
        }

        return new ToolResult(process.ExitCode, await output, await error);
    }

    /// <summary>Starts a program and does not wait for its end.</summary>
    public static Process Start(
        string program, IEnumerable<string> arguments, string? directory = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory ?? "",
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
