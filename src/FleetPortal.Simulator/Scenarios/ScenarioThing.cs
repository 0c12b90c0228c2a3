using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FleetPortal.Simulator.Scenarios;

/// <summary>A Thing that was registered for a scenario, with its certificate and key.</summary>
/// <param name="Name">The ThingName.</param>
/// <param name="Identity">The certificate with its key.</param>
internal sealed record ScenarioThing(string Name, X509Certificate2 Identity)
{
    /// <summary>The ThingType of all Things of scenarios.</summary>
    public const string Type = "pump";

    /// <summary>The identifier of the certificate.</summary>
    public string CertificateId => Identity.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant();

    /// <summary>The beginning of its topics.</summary>
    public string Prefix => $"fleet/{Type}/{Name}";
}
