namespace FleetPortal.Broker.Admission;

/// <summary>The texts of a connection that was refused for lack of room, for the attempt and the log.</summary>
internal static class AdmissionLabels
{
    /// <summary>The first sentence of a refusal.</summary>
    public const string Failure = "there is no room for another connection";

    /// <summary>The compared values and the remedy for the code of a limit.</summary>
    public static (string Compared, string Remedy) Of(string code, ConnectionLimits limits) => code switch
    {
        BrokerRefusals.AddressLimit => ($"this address has {limits.PerAddress} connections, which is the limit",
            "Close connections that are not used, or raise Limits:ConnectionsPerAddress."),
        BrokerRefusals.PendingLimit =>
            ($"this address has {limits.PendingPerAddress} connections that have not been let in, which is the limit",
            "Try again: connections that do not prove who they are are closed within seconds. Or raise Limits:PendingPerAddress."),
        BrokerRefusals.ClosedForRoom => ("it was not let in yet when there was no room for another connection",
            "Send the TLS handshake and CONNECT at once, and try again."),
        _ => ($"there are {limits.Connections} connections, which is the limit",
            "Raise the limit of open files (ulimit -n, LimitNOFILE in systemd) and Limits:Connections."),
    };
}
