using FleetPortal.Configuration;

namespace FleetPortal.Slices.SignIn;

/// <summary>The slice of the pages for people who are not signed in.</summary>
internal sealed class SignInSlice : IPortalSlice
{
    /// <inheritdoc/>
    public string Name => "SignIn";

    /// <inheritdoc/>
    public IEnumerable<Setting> SettingKeys => SignInSettings.All;
}
