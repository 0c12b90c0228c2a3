using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Broker;

/// <summary>The error codes of messages between the portal and devices.</summary>
public static class BrokerErrors
{
    /// <summary>The command or its payload does not follow the rule. Correct the field that the fault names.</summary>
    [Error(FleetErrorKind.Invalid)]
    public const string CommandInvalid = "command-invalid";

    /// <summary>The message holds no PKCS#10 request. Send {"csr": "…"} with base64 of the DER.</summary>
    [Error(FleetErrorKind.Invalid)]
    public const string RotationRequestInvalid = "rotation-request-invalid";
}
