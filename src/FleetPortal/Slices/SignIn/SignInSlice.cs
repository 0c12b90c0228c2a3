namespace FleetPortal.Slices.SignIn;

/// <summary>The pages of people who are not signed in yet.</summary>
internal sealed class SignInSlice : IPortalSlice
{
    /// <inheritdoc/>
    public string Name => "SignIn";
}
