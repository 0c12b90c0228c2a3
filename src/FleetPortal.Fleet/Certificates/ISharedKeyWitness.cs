using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Certificates;

/// <summary>
/// Is told when a request is refused because its public key belongs to another Thing or application. It runs inside the transaction that
/// fails, so it must not write there.
/// </summary>
internal interface ISharedKeyWitness : IWriteStep
{
    /// <summary>Takes note of the refusal.</summary>
    /// <param name="holder">The name of the Thing or application that has the key.</param>
    /// <param name="kind">Which of both it is.</param>
    /// <param name="other">The name that the request was for.</param>
    void Refused(string holder, PrincipalKind kind, string other);
}
