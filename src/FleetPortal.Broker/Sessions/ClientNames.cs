using FleetPortal.Fleet.Connections;

namespace FleetPortal.Broker.Sessions;

/// <summary>Reads client identifiers: an application connects as <c>{application}.{instance}</c>.</summary>
internal static class ClientNames
{
    /// <summary>The application of an instance; null for a Thing, and for an application that connects by its name alone.</summary>
    public static string? ApplicationOf(string clientId) =>
        LiveConnections.NameOf(clientId) is var name && name.Length < clientId.Length ? name.ToString() : null;
}
