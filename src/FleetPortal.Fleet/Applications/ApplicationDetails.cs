using System.Text.Json;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Topics;

namespace FleetPortal.Fleet.Applications;

/// <summary>The rules for the fields of an application, and their form in the table.</summary>
public static class ApplicationDetails
{
    /// <summary>How many connections an application may have if nothing else is said.</summary>
    public const int DefaultConnections = 8;

    /// <summary>The highest number of connections that an application may have.</summary>
    public const int MaxConnections = 1_000;

    /// <summary>The maximum length of the owner, in characters.</summary>
    public const int MaxOwner = 128;

    /// <summary>Adds one entry to <paramref name="faults"/> for each rule that is broken. Null values are not checked.</summary>
    internal static void Check(string? owner, string? note, int? connections, List<Fault> faults)
    {
        if (owner is not null && (owner.Length > MaxOwner || NameRules.HasHiddenCharacters(owner)))
        {
            faults.Add(new Fault("owner", $"An owner has at most {MaxOwner} characters, and no invisible ones."));
        }

        if (note is not null)
        {
            try
            {
                FreeText.RequireNote(note);
            }
            catch (FleetError e)
            {
                faults.AddRange(e.Faults);
            }
        }

        if (connections is < 1 or > MaxConnections)
        {
            faults.Add(new Fault("maxConnections", $"An application may have 1 to {MaxConnections} connections."));
        }
    }

    /// <summary>Returns a list of rights as the table stores it.</summary>
    internal static string ToText(IReadOnlyList<TopicRight> rights) => JsonSerializer.Serialize(rights.Select(right => right.Text));

    /// <summary>Returns the filters of a list of rights as the table stores it.</summary>
    internal static string[] ToFilters(string stored) => JsonSerializer.Deserialize<string[]>(stored) ?? [];

    /// <summary>
    /// Reads the rights of a row. A filter that a newer version stored and this one does not know is left out: it allows nothing.
    /// </summary>
    internal static ApplicationRights Rights(string name, string hears, string publishes) => ApplicationRights.Read(
        name, ToFilters(hears), ToFilters(publishes), []);
}
