using System.CommandLine;
using System.Globalization;
using FleetPortal.Cli;
using FleetPortal.Fleet.Enrolment;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Slices.Enrolment;

/// <summary><c>enrolment create</c>: prints a one-time enrolment token alone on standard output.</summary>
internal static class EnrolmentCommand
{
    public static Command Create(string[] settings)
    {
        var thing = new Option<string>("--thing") { Required = true, Description = "The ThingName it is for." };
        var expires = new Option<string?>("--expires") { Description = $"How long it waits to be used, such as 48h or 7d; {CreateEnrolmentToken.StandardHours}h where it is left out." };
        var create = new Command("create", "Make a one-time token with which a device enrols over EST, and print it once.") { thing, expires };
        create.SetAction(async (parsed, cancellationToken) =>
        {
            await using var application = await PortalCommands.OpenAsync(settings, cancellationToken);
            var made = await application.Services.GetRequiredService<CreateEnrolmentToken>().ExecuteAsync(
                parsed.GetValue(thing)!, Hours(parsed.GetValue(expires)), Actor.CommandLine, cancellationToken);
            Console.WriteLine(made.Token);
            return 0;
        });
        return new Command("enrolment", "One-time tokens for EST.") { create };
    }

    private static int? Hours(string? text)
    {
        if (text is null)
        {
            return null;
        }

        return text.Length > 1 && text[^1] is 'h' or 'd' && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= CreateEnrolmentToken.MaxHours
            ? text[^1] == 'd' ? number * 24 : number
            : throw new FleetError(EnrolmentErrors.HoursInvalid, [new Fault("expires", $"--expires {text} is not a time such as 48h or 7d.")]);
    }
}
