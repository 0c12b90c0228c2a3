namespace FleetPortal.Fleet.Identity.Checks;

/// <summary>
/// Checks that the transport is TLS 1.2 or newer (recommendation 1.1.1). The handshake refuses older versions; this check finds a listener
/// without TLS.
/// </summary>
internal sealed class TransportIsTls : ICheck
{
    public Check Check => CheckCatalogue.TransportIsTls;

    public CheckResult Run(CheckContext context) =>
        context.Attempt.Tls is { } tls
            ? this.Passed(tls)
            : this.Failed(RefusalCodes.TransportNotTls, "the connection does not use TLS", "no TLS", "Connect to the TLS listener.");
}
