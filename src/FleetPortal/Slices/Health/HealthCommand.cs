using System.CommandLine;
using System.Net;
using FleetPortal.Configuration;

namespace FleetPortal.Slices.Health;

/// <summary>
/// The command <c>health</c>: asks the portal on this machine whether it is ready. It is for health checks of containers without curl.
/// </summary>
internal static class HealthCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Command Create(string[] settings)
    {
        var command = new Command("health",
            "Ask the portal on this machine whether it is ready. Exit code 0 if it is, also when degraded.");
        command.SetAction((_, cancellationToken) => RunAsync(settings, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(arguments).Build();
        var portal = SettingsReader.Read(configuration, isDevelopment: false).Portal;
        using var handler = new HttpClientHandler();
        // The request goes over loopback and its answer is not secret, so the certificate need not be checked.
#pragma warning disable CA5400, CA5399, CA5359
        handler.ServerCertificateCustomValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5400, CA5399, CA5359
        using var client = new HttpClient(handler) { Timeout = Patience };
        try
        {
            using var answer = await client.GetAsync(new Uri($"{portal.Scheme}://{IPAddress.Loopback}:{portal.Port}/health/ready"),
                cancellationToken);
            Console.WriteLine(await answer.Content.ReadAsStringAsync(cancellationToken));
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }
}
