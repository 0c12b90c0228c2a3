namespace FleetPortal.Fleet.Kernel;

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
/// <param name="Kind">One of <see cref="ActorKinds"/>.</param>
/// <param name="Name">As the audit and the pages show it; two actors may have the same.</param>
/// <param name="Role">What it may do, as of the moment when it was recognised.</param>
public sealed record Actor(string Kind, string Name, Role Role)
{
    /// <summary>
    /// What tells this actor from another one of the same kind and name, or null where names are unique: the id of an
    /// account or a token; for a person of an identity provider issuer, <c>#</c> and subject (OpenID Connect Core §5.7).
    /// </summary>
    public string? Id { get; init; }

    /// <summary>The identity as one text, for everything that counts or stores per actor. The name is for people to read.</summary>
    public string Key => $"{Kind}:{Identity}";

    /// <summary>Which one of its kind.</summary>
    public string Identity => Id ?? Name;

    /// <summary>The portal itself: start-up work, replacement of its own certificates.</summary>
    public static Actor System { get; } = new(ActorKinds.System, "portal", Role.Administrator);

    /// <summary>A person who runs commands on the portal's machine.</summary>
    public static Actor CommandLine { get; } = new(ActorKinds.System, "command line", Role.Administrator);

    /// <summary>A device. It has no rights of a person; the use case has checked its certificate or token.</summary>
    /// <param name="thingName">The Thing that it is.</param>
    public static Actor Device(string thingName) => new(ActorKinds.Device, thingName, Role.Viewer);

    /// <summary>An external authority, whose CRL revokes. The portal has checked the signature of the CRL.</summary>
    /// <param name="name">The name of the authority.</param>
    public static Actor Authority(string name) => new(ActorKinds.Authority, name, Role.Viewer);

    /// <summary>A job of the portal that runs in its own name, because no actor is known who started it.</summary>
    /// <param name="name">The name of the job, such as "rotation wave".</param>
    public static Actor Job(string name) => new(ActorKinds.System, name, Role.Administrator);

    /// <summary>
    /// A job that continues after its request, in the name of the actor who started it, with the role that the job needs. The right was checked when
    /// the job was started. The job also ends if the actor loses the right meanwhile.
    /// </summary>
    /// <param name="kind">The kind of the actor, one of <see cref="ActorKinds"/>.</param>
    /// <param name="name">The name of the actor.</param>
    /// <param name="id">See <see cref="Id"/>.</param>
    public static Actor JobOf(string kind, string name, string? id) => new(kind, name, Role.Operator) { Id = id };

    /// <summary>From where it acts, for the audit; null for the portal itself.</summary>
    public string? RemoteAddress { get; init; }

    /// <summary>Whether its session still counts, for people; null for others, who are recognised anew with each request.</summary>
    public Standing? Standing { get; init; }

    /// <summary>What it may do now.</summary>
    public Role CurrentRole => Standing?.Role ?? Role;

    /// <summary>The least role that has a right.</summary>
    public static Role LeastRole(Permission permission) => permission switch
    {
        Permission.Read => Role.Viewer,
        Permission.Contain => Role.Support,
        Permission.ManageThings or Permission.Issue or Permission.Command => Role.Operator,
        _ => Role.Administrator,
    };

    /// <summary>Whether the right is there.</summary>
    public bool May(Permission permission) => Standing is not { HasEnded: true } && CurrentRole >= LeastRole(permission);

    /// <summary>Refuses unless the right is there.</summary>
    /// <exception cref="FleetError"><c>session-ended</c>; <c>forbidden</c>, naming the role and who could.</exception>
    public void Require(Permission permission)
    {
        RequireSession();
        if (!May(permission))
        {
            Standing?.OnRefused?.Invoke(permission);
            throw new FleetError(FleetErrorKind.Forbidden, CommonErrors.Forbidden, $"Your role is {CurrentRole.ToWire()}. This needs {LeastRole(permission).ToWire()} or more.");
        }
    }

    /// <summary>Refuses where the session has ended, for what a person does with their own account.</summary>
    /// <exception cref="FleetError"><c>session-ended</c>.</exception>
    public void RequireSession()
    {
        if (Standing is { HasEnded: true })
        {
            throw new FleetError(FleetErrorKind.Unauthenticated, CommonErrors.SessionEnded, "Your session has ended. Sign in again.");
        }
    }

    /// <summary>The request with an Idempotency-Key that it does this in, or null. Its effects are written down with the key.</summary>
    public IdempotentRequest? Request { get; init; }
}
