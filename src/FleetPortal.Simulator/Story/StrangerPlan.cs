namespace FleetPortal.Simulator.Story;

/// <summary>A client that is not in the registry.</summary>
/// <param name="ClientId">Its client identifier.</param>
/// <param name="HasCertificate">Whether it shows a self-signed certificate; otherwise it shows none.</param>
internal sealed record StrangerPlan(string ClientId, bool HasCertificate);
