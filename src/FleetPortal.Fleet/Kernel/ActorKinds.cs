namespace FleetPortal.Fleet.Kernel;

/// <summary>The kinds of an <see cref="Actor"/>, as the audit stores them.</summary>
public static class ActorKinds
{
    /// <summary>A person with a local account.</summary>
    public const string Account = "account";

    /// <summary>A persona of the demo.</summary>
    public const string Persona = "persona";

    /// <summary>A person who signed in at an identity provider.</summary>
    public const string OpenId = "openid";

    /// <summary>A program with an API token.</summary>
    public const string Token = "token";

    /// <summary>A device that acts with its certificate or its enrolment token.</summary>
    public const string Device = "device";

    /// <summary>An external authority whose CRL revokes certificates.</summary>
    public const string Authority = "authority";

    /// <summary>The portal itself, its command line, and jobs whose starter is not known.</summary>
    public const string System = "system";
}
