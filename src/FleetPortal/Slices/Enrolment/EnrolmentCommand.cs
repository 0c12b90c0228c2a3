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
        var thing = new Option<string?>("--thing") { Description = "The name of the Thing that enrols." };
        var forApplication = new Option<string?>("--application") { Description = "The name of the application that enrols." };
        var expires = new Option<string?>("--expires") {
             Description = $"The time until the token expires, such as 48h or 7d. The default is {CreateEnrolmentToken.StandardHours}h." };
        var create = new Command("create", "Create and print a one-time token. A device or an application enrols with it over EST.")
        {
            thing, forApplication, expires,
        };
        create.Validators.Add(parsed =>
        {
            if (parsed.GetValue(thing) is null == parsed.GetValue(forApplication) is null)
            {
                parsed.AddError("Name a Thing with --thing, or an application with --application.");
            }
        });
        create.SetAction(async (parsed, cancellationToken) =>
        {
            await using var application = await PortalCommands.OpenAsync(settings, cancellationToken);
            var made = await application.Services.GetRequiredService<CreateEnrolmentToken>().ExecuteAsync(
                parsed.GetValue(thing) ?? parsed.GetValue(forApplication)!,
                parsed.GetValue(thing) is null ? PrincipalKind.Application : PrincipalKind.Thing,
                Hours(parsed.GetValue(expires)), Actor.CommandLine, cancellationToken);
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
