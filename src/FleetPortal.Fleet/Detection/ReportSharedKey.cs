using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace FleetPortal.Fleet.Detection;

/// <summary>Tells the clone detector that a public key was presented for two Things. The transaction itself is refused.</summary>
internal sealed class ReportSharedKey(IServiceProvider services) : ISharedKeyWitness
{
    public void Refused(string holder, PrincipalKind kind, string other) =>
        services.GetRequiredService<TrafficWatch>().KeySeenAgain(holder, kind, other);
}
