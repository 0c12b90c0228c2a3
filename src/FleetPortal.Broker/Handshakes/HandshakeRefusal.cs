using FleetPortal.Fleet.Identity;

namespace FleetPortal.Broker.Handshakes;

/// <summary>A refusal before CONNECT: the check that failed, and its texts.</summary>
/// <param name="Check">The check of the catalogue.</param>
/// <param name="Code">The code of <see cref="BrokerRefusals"/> or <see cref="RefusalCodes"/>.</param>
/// <param name="Failure">A sentence without a capital that can follow "Refused:".</param>
/// <param name="Compared">The compared values.</param>
/// <param name="Remedy">What to do.</param>
internal sealed record HandshakeRefusal(Check Check, string Code, string Failure, string Compared, string Remedy);
