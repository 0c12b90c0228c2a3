using System.CommandLine;
using System.Globalization;
using FleetPortal.Cli;
using FleetPortal.Fleet.Enrolment;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Slices.Enrolment;

/// <summary>The command <c>enrolment create</c>: creates a one-time enrolment token. Standard output holds only the token.</summary>
internal static class EnrolmentCommand
{
    public static Command Create(string[] settings)
    {
        var thing = new Option<string>("--thing") { Required = true, Description = "The name of the Thing that enrols." };
        var expires = new Option<string?>("--expires") {
             Description = $"The time until the token expires, such as 48h or 7d. The default is {CreateEnrolmentToken.StandardHours}h." };
        var create = new Command("create", "Create and print a one-time token. A device enrols with it over EST.") { thing, expires };
        create.SetAction(async (parsed, cancellationToken) =>
        {
            await using var application = await PortalCommands.OpenAsync(settings, cancellationToken);
            var made = await application.Services.GetRequiredService<CreateEnrolmentToken>().ExecuteAsync(
                parsed.GetValue(thing)!, Hours(parsed.GetValue(expires)), Actor.CommandLine, cancellationToken);
            Console.WriteLine(made.Token);
            return 0;
        });
        return new Command("enrolment", "Create one-time tokens for EST.") { create };
    }

    private static int? Hours(string? text)
    {
        if (text is null)
        {
            return null;
        }

        return text.Length > 1 && text[^1] is 'h' or 'd' && int.TryParse(text[..^1],
            NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= CreateEnrolmentToken.MaxHours
            ? text[^1] == 'd' ? number * 24 : number
            : throw new FleetError(EnrolmentErrors.HoursInvalid,
                [new Fault("expires", $"--expires {text} is not a duration such as 48h or 7d.")]);
    }
}
