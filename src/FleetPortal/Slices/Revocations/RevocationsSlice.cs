using FleetPortal.Configuration;
using FleetPortal.Slices.Jobs;
using FleetPortal.Slices.Overview;

namespace FleetPortal.Slices.Revocations;

/// <summary>The slice of revocation batches, which revoke many certificates in steps.</summary>
internal sealed class RevocationsSlice : IPortalSlice
{
    /// <inheritdoc/>
    public string Name => "Revocations";

    /// <inheritdoc/>
    public void AddServices(IServiceCollection services, PortalSettings settings)
    {
        services.AddSingleton<IJobSource, RevocationJobs>();
        services.AddSingleton<IAttentionSource, OpenBatches>();
    }

    /// <inheritdoc/>
    public void MapApi(RouteGroupBuilder api) => BatchEndpoints.Map(api);
}
