using FleetPortal.Fleet.Requests;

namespace FleetPortal.Fleet.Access;

/// <summary>What somebody may do. Each role has the rights of the one below it.</summary>
public enum Role
{
    /// <summary>Looks at everything, changes nothing.</summary>
    Viewer = 0,

    /// <summary>Contains, revokes, kicks.</summary>
    Support = 1,

    /// <summary>Registers Things and issues certificates.</summary>
    Operator = 2,

    /// <summary>Everything: authorities, policies, accounts, tokens.</summary>
    Administrator = 3,
}

/// <summary>A single right. The table below says which role it begins with.</summary>
public enum Permission
{
    /// <summary>Read the registry.</summary>
    Read,

    /// <summary>Put on hold, release, revoke, close a session.</summary>
    Contain,

    /// <summary>Register and change Things.</summary>
    ManageThings,

    /// <summary>Issue certificates.</summary>
    Issue,

    /// <summary>Send a command to a device.</summary>
    Command,

    /// <summary>Authorities, policies, accounts, API tokens.</summary>
    Administer,
}

/// <summary>Who does something: a person, an API token, or the portal itself. Every use case asks it for the right.</summary>
/// <param name="Kind"><c>account</c>, <c>token</c> or <c>system</c>.</param>
/// <param name="Name">As the audit shows it.</param>
/// <param name="Role">What it may do.</param>
public sealed record Actor(string Kind, string Name, Role Role)
{
    /// <summary>
    /// What tells this actor from another one of the same kind and name, or null where names are unique. For a person of
    /// an identity provider: issuer, <c>#</c> and subject (OpenID Connect Core §5.7).
    /// </summary>
    public string? Id { get; init; }

    /// <summary>The identity as one text, for everything that counts or stores per actor. The name is for people to read.</summary>
    public string Key => $"{Kind}:{Id ?? Name}";

    /// <summary>The portal itself: start-up work, replacement of its own certificates.</summary>
    public static Actor System { get; } = new("system", "portal", Role.Administrator);

    /// <summary>The least role that has a right.</summary>
    public static Role LeastRole(Permission permission) => permission switch
    {
        Permission.Read => Role.Viewer,
        Permission.Contain => Role.Support,
        Permission.ManageThings or Permission.Issue or Permission.Command => Role.Operator,
        _ => Role.Administrator,
    };

    /// <summary>Whether the right is there.</summary>
    public bool May(Permission permission) => Role >= LeastRole(permission);

    /// <summary>Refuses unless the right is there.</summary>
    /// <exception cref="FleetError"><c>forbidden</c>, naming the role and who could.</exception>
    public void Require(Permission permission)
    {
        if (!May(permission))
        {
            throw new FleetError(FleetErrorKind.Forbidden, "forbidden", $"Your role is {Role.ToString().ToLowerInvariant()}. This needs {LeastRole(permission).ToString().ToLowerInvariant()} or more.");
        }
    }

    /// <summary>The request with an Idempotency-Key that it does this in, or null. Its effects are written down with the key.</summary>
    public IdempotentRequest? Request { get; init; }
}
