namespace FleetPortal.Fleet.Kernel;

/// <summary>What an <see cref="Actor"/> can be, as the audit spells it.</summary>
public static class ActorKinds
{
    /// <summary>A person with a local account.</summary>
    public const string Account = "account";

    /// <summary>A persona of the demo.</summary>
    public const string Persona = "persona";

    /// <summary>A person whom an identity provider knows.</summary>
    public const string OpenId = "openid";

    /// <summary>A program with an API token.</summary>
    public const string Token = "token";

    /// <summary>A device that acts with its certificate or its enrolment token.</summary>
    public const string Device = "device";

    /// <summary>An external authority that revokes by its CRL.</summary>
    public const string Authority = "authority";

    /// <summary>The portal itself, its command line, and its jobs where nobody is known who started them.</summary>
    public const string System = "system";
}
