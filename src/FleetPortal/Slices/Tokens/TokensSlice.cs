using System.CommandLine;
using FleetPortal.Components.Controls;
using FleetPortal.Configuration;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Slices.Overview;

namespace FleetPortal.Slices.Tokens;

/// <summary>The slice of API tokens.</summary>
internal sealed class TokensSlice : IPortalSlice
{
    /// <inheritdoc/>
    public string Name => "Tokens";

    /// <inheritdoc/>
    public IEnumerable<SettingsSection> Settings =>
        [new("API tokens", "tokens", typeof(TokensSection), FleetIcons.Issue, Permission.Administer)];

    /// <inheritdoc/>
    public void AddServices(
        IServiceCollection services, PortalSettings settings) => services.AddSingleton<IAttentionSource, TokensThatEnd>();

    /// <inheritdoc/>
    public void MapApi(RouteGroupBuilder api) => TokenEndpoints.Map(api);

    /// <inheritdoc/>
    public IEnumerable<Command> Commands(string[] settings) => [TokenCommand.Create(settings)];
}
