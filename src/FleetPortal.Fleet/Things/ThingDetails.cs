using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Things;

/// <summary>The rules for the type, the groups and the attributes of a Thing.</summary>
public static class ThingDetails
{
    /// <summary>The maximum number of groups of one Thing.</summary>
    public const int MaxGroups = 32;

    /// <summary>The maximum number of attributes of one Thing.</summary>
    public const int MaxAttributes = 64;

    /// <summary>The maximum length of the value of an attribute, in characters.</summary>
    public const int MaxAttributeValue = 1024;

    /// <summary>Adds one entry to <paramref name="faults"/> for each rule that is broken. Null values are not checked.</summary>
    public static void Check(
        string? type, IReadOnlyCollection<string>? groups, IReadOnlyDictionary<string, string>? attributes, List<Fault> faults)
    {
        // A type is one level of the topics of its Things, so it has the same characters as a ThingName.
        if (type is not null && !ThingName.TryParse(type, out _))
        {
            faults.Add(new Fault("type", "A ThingType has 1 to 128 letters, digits, colons, underscores or hyphens."));
        }

        if (groups is not null)
        {
            if (groups.Count > MaxGroups)
            {
                faults.Add(new Fault("groups", $"A Thing is in at most {MaxGroups} groups."));
            }
            else if (groups.Any(group => !ThingName.TryParse(group, out _)))
            {
                faults.Add(new Fault("groups",
                    $"The name of the group {Shorten(groups.First(group => !ThingName.TryParse(group, out _)) ?? "null")} must have "
                    + $"1 to 128 letters, digits, colons, underscores or hyphens."));
            }
        }

        if (attributes is not null)
        {
            if (attributes.Count > MaxAttributes)
            {
                faults.Add(new Fault("attributes", $"A Thing has at most {MaxAttributes} attributes."));
            }
            else
            {
                CheckAttributes(attributes, faults);
            }
        }
    }

    private static void CheckAttributes(IReadOnlyDictionary<string, string> attributes, List<Fault> faults)
    {
        foreach (var (name, value) in attributes)
        {
            if (!ThingName.TryParse(name, out _))
            {
                faults.Add(new Fault("attributes",
                    $"The attribute name {Shorten(name)} must have 1 to 128 letters, digits, colons, underscores or hyphens."));
            }
            else if (value is null || value.Length > MaxAttributeValue || NameRules.HasHiddenCharacters(value))
            {
                faults.Add(new Fault("attributes",
                    $"The attribute {name} must be text of at most {MaxAttributeValue} characters, without control characters, "
                    + $"invisible characters and characters that change the text direction."));
            }
        }
    }

    private static string Shorten(string text) => text.Length > 40 ? text[..40] + "…" : text;
}
