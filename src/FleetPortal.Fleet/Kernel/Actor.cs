namespace FleetPortal.Fleet.Kernel;

/// <summary>The role of an actor. Each role has the rights of the one before it.</summary>
public enum Role
{
    /// <summary>Reads everything and changes nothing.</summary>
    Viewer = 0,

    /// <summary>Puts certificates on hold, revokes them and closes sessions.</summary>
    Support = 1,

    /// <summary>Registers Things and issues certificates.</summary>
    Operator = 2,

    /// <summary>Has every right: authorities, policies, accounts and API tokens too.</summary>
    Administrator = 3,
}

/// <summary>A single right. <see cref="Actor.LeastRole"/> says which role has it.</summary>
public enum Permission
{
    /// <summary>Read the data of the registry.</summary>
    Read,

    /// <summary>Put certificates on hold, release and revoke them, close sessions.</summary>
    Contain,

    /// <summary>Register and change Things.</summary>
    ManageThings,

    /// <summary>Issue, import and rotate certificates of Things, create enrolment tokens.</summary>
    Issue,

    /// <summary>Send a command to a device.</summary>
    Command,

    /// <summary>Manage authorities, policies, accounts and API tokens.</summary>
    Administer,
}

/// <summary>The person, API token, device or job that acts. Every use case and every query checks the rights of its actor.</summary>
/// <param name="Kind">One of <see cref="ActorKinds"/>.</param>
/// <param name="Name">The name as the audit and the pages show it. Two actors may have the same name.</param>
/// <param name="Role">The role at the time when the actor was authenticated.</param>
public sealed record Actor(string Kind, string Name, Role Role)
{
    /// <summary>
    /// The identifier that is unique among actors of the same kind; null where the name is unique. For an account or a token: its id. For a
    /// person of an identity provider: issuer, <c>#</c> and subject (OpenID Connect Core §5.7).
    /// </summary>
    public string? Id { get; init; }

    /// <summary>Kind and identity as one text, for everything that is counted or stored for each actor.</summary>
    public string Key => $"{Kind}:{Identity}";

    /// <summary>The identifier, or the name where there is none. Unique among actors of the same kind.</summary>
    public string Identity => Id ?? Name;

    /// <summary>The portal itself, for example at the start and when it replaces its own certificates.</summary>
    public static Actor System { get; } = new(ActorKinds.System, "portal", Role.Administrator);

    /// <summary>A person who runs commands on the portal's machine.</summary>
    public static Actor CommandLine { get; } = new(ActorKinds.System, "command line", Role.Administrator);

    /// <summary>
    /// A device. The use case has checked its certificate or its enrolment token; the device has only the rights of a viewer.
    /// </summary>
    /// <param name="thingName">The name of the Thing.</param>
    public static Actor Device(string thingName) => new(ActorKinds.Device, thingName, Role.Viewer);

    /// <summary>An external authority whose CRL revokes certificates. The portal has verified the signature of the CRL.</summary>
    /// <param name="name">The name of the authority.</param>
    public static Actor Authority(string name) => new(ActorKinds.Authority, name, Role.Viewer);

    /// <summary>A job that runs in the name of the portal, because the actor who started it is not known.</summary>
    /// <param name="name">The name of the job, such as "rotation wave".</param>
    public static Actor Job(string name) => new(ActorKinds.System, name, Role.Administrator);

    /// <summary>
    /// A job that continues after its request, in the name of the actor who started it, with the role that the job needs. The right was
    /// checked when the job was started. The job ends if the actor loses the right in the meantime.
    /// </summary>
    /// <param name="kind">The kind of the actor, one of <see cref="ActorKinds"/>.</param>
    /// <param name="name">The name of the actor.</param>
    /// <param name="id">See <see cref="Id"/>.</param>
    public static Actor JobOf(string kind, string name, string? id) => new(kind, name, Role.Operator) { Id = id };

    /// <summary>The remote address from which the actor acts, for the audit; null for the portal itself.</summary>
    public string? RemoteAddress { get; init; }

    /// <summary>
    /// The current state of the session or token of the actor. Null for actors that are authenticated again with each request.
    /// </summary>
    public Standing? Standing { get; init; }

    /// <summary>The role that the actor has now.</summary>
    public Role CurrentRole => Standing?.Role ?? Role;

    /// <summary>Returns the lowest role that has a right.</summary>
    public static Role LeastRole(Permission permission) => permission switch
    {
        Permission.Read => Role.Viewer,
        Permission.Contain => Role.Support,
        Permission.ManageThings or Permission.Issue or Permission.Command => Role.Operator,
        _ => Role.Administrator,
    };

    /// <summary>Returns whether the actor has a right now. False after the end of its session.</summary>
    public bool May(Permission permission) => Standing is not { HasEnded: true } && CurrentRole >= LeastRole(permission);

    /// <summary>Throws unless the actor has the right now.</summary>
    /// <exception cref="FleetError"><c>session-ended</c>; <c>forbidden</c> with the role of the actor and the role that is
    /// needed.</exception>
    public void Require(Permission permission)
    {
        RequireSession();
        if (!May(permission))
        {
            Standing?.OnRefused?.Invoke(permission);
            throw new FleetError(FleetErrorKind.Forbidden,
                CommonErrors.Forbidden, $"Your role is {CurrentRole.ToWire()}. This needs {LeastRole(permission).ToWire()} or more.");
        }
    }

    /// <summary>
    /// Throws if the session of the actor has ended. For actions of people on their own account, which need no other right.
    /// </summary>
    /// <exception cref="FleetError"><c>session-ended</c>.</exception>
    public void RequireSession()
    {
        if (Standing is { HasEnded: true })
        {
            throw new FleetError(FleetErrorKind.Unauthenticated, CommonErrors.SessionEnded, "Your session has ended. Sign in again.");
        }
    }

    /// <summary>
    /// The request with an Idempotency-Key that the actor carries out; null for others. Each effect is stored together with the key.
    /// </summary>
    public IdempotentRequest? Request { get; init; }
}
