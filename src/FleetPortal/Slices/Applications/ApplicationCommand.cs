using System.CommandLine;
using System.Globalization;
using FleetPortal.Cli;
using FleetPortal.Fleet.Applications;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Slices.Applications;

/// <summary>
/// The commands <c>application create</c>, <c>list</c>, <c>show</c> and <c>delete</c>. A running portal closes the connections of a deleted
/// application within a few seconds.
/// </summary>
internal static class ApplicationCommand
{
    public static Command Create(string[] settings) => new("application", "Manage applications: back ends that hear the fleet.")
    {
        CreateOne(settings), List(settings), Show(settings), Delete(settings),
    };

    private static Command CreateOne(string[] settings)
    {
        var name = new Option<string>("--name") { Required = true,
            Description = "The name, also its client identifier: letters, digits, colons, underscores or hyphens." };
        var hears = Filters("--hears", "Topic filters that it may hear, such as fleet/pump/+/telemetry/#.");
        var publishes = Filters("--publishes", "Topic filters that it may publish, such as fleet/+/{group:plant-2}/commands/#.");
        var owner = new Option<string?>("--owner") { Description = "Who answers for it." };
        var note = new Option<string?>("--note") { Description = "What it is for." };
        var connections = new Option<int?>("--connections") { Description =
            $"How many connections it may have at the same time. The default is {ApplicationDetails.DefaultConnections}." };
        var create = new Command("create", "Create an application and print its name.")
        {
            name, hears, publishes, owner, note, connections,
        };
        create.SetAction(async (parsed, cancellationToken) =>
        {
            await using var application = await PortalCommands.OpenAsync(settings, cancellationToken);
            var created = await application.Services.GetRequiredService<CreateApplication>().ExecuteAsync(
                new CreateApplicationRequest(parsed.GetValue(name), parsed.GetValue(owner), parsed.GetValue(note),
                    parsed.GetValue(hears), parsed.GetValue(publishes), parsed.GetValue(connections)),
                Actor.CommandLine, cancellationToken);
            Console.WriteLine(created);
            return 0;
        });
        return create;
    }

    private static Option<string[]> Filters(string name, string description) => new(name)
    {
        Description = description,
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    private static Command List(string[] settings)
    {
        var list = new Command("list", "List the applications: state, active certificates, name, what they hear and publish.");
        list.SetAction(async (_, cancellationToken) =>
        {
            await using var application = await PortalCommands.OpenAsync(settings, cancellationToken);
            Console.WriteLine($"{"STATE",-8}  {"CERTIFICATES",12}  {"HEARS",5}  {"PUBLISHES",9}  NAME");
            var now = application.Services.GetRequiredService<TimeProvider>().GetUtcNow();
            foreach (var one in await application.Services.GetRequiredService<ApplicationQueries>()
                .ListAsync(null, null, ApplicationQueries.MaxListed, Actor.CommandLine, cancellationToken))
            {
                var active = one.Certificates.Count(certificate => certificate.IsUsable(now));
                Console.WriteLine($"{(one.Enabled ? "enabled" : "disabled"),-8}  {active,12}  "
                    + $"{one.Rights.Hears.Count,5}  {one.Rights.Publishes.Count,9}  {one.Name}");
            }

            return 0;
        });
        return list;
    }

    private static Command Show(string[] settings)
    {
        var name = Name();
        var show = new Command("show", "Show one application with its rights and certificates.") { name };
        show.SetAction(async (parsed, cancellationToken) =>
        {
            await using var application = await PortalCommands.OpenAsync(settings, cancellationToken);
            var one = await application.Services.GetRequiredService<ApplicationQueries>()
                .FindAsync(parsed.GetValue(name)!, Actor.CommandLine, cancellationToken)
                ?? throw FleetError.NotFound(ApplicationErrors.NotFound, parsed.GetValue(name)!);
            Console.WriteLine($"name         {one.Name}");
            Console.WriteLine($"state        {(one.DeletedAt is not null ? "deleted" : one.Enabled ? "enabled" : "disabled")}");
            Console.WriteLine($"owner        {one.Owner}");
            Console.WriteLine($"note         {one.Note}");
            Console.WriteLine($"connections  at most {one.MaxConnections.ToString(CultureInfo.InvariantCulture)}");
            foreach (var right in one.Rights.Hears)
            {
                Console.WriteLine($"hears        {right.Text}");
            }

            foreach (var right in one.Rights.Publishes)
            {
                Console.WriteLine($"publishes    {right.Text}");
            }

            foreach (var certificate in one.Certificates)
            {
                Console.WriteLine($"certificate  {certificate.SerialNumber}  {certificate.Status.ToWire()}, "
                    + $"until {certificate.NotAfter.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}");
            }

            return 0;
        });
        return show;
    }

    private static Command Delete(string[] settings)
    {
        var name = Name();
        var delete = new Command("delete", "Delete an application and revoke its certificates.") { name };
        delete.SetAction(async (parsed, cancellationToken) =>
        {
            await using var application = await PortalCommands.OpenAsync(settings, cancellationToken);
            await application.Services.GetRequiredService<DeleteApplication>()
                .ExecuteAsync(parsed.GetValue(name)!, Actor.CommandLine, cancellationToken);
            Console.WriteLine($"Deleted {parsed.GetValue(name)}.");
            return 0;
        });
        return delete;
    }

    private static Argument<string> Name() => new("name") { Description = "The name of the application, from application list." };
}
