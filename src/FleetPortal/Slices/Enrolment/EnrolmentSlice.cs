using System.CommandLine;
using FleetPortal.Configuration;

namespace FleetPortal.Slices.Enrolment;

/// <summary>The slice of Enrolment over Secure Transport (EST, RFC 7030) and its one-time tokens.</summary>
internal sealed class EnrolmentSlice : IPortalSlice
{
    /// <inheritdoc/>
    public string Name => "Enrolment";

    /// <inheritdoc/>
    public void AddServices(IServiceCollection services, PortalSettings settings) => services.AddSingleton(EstEndpoints.Route);

    /// <inheritdoc/>
    public void Map(WebApplication app) => app.MapEst();

    /// <inheritdoc/>
    public IEnumerable<Command> Commands(string[] settings) => [EnrolmentCommand.Create(settings)];
}
