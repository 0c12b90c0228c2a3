namespace FleetPortal.Simulator;

/// <summary>The key algorithms of simulated devices.</summary>
internal enum DeviceKeyKind
{
    /// <summary>ECDSA on the curve P-256.</summary>
    EcP256,

    /// <summary>ECDSA on the curve P-384.</summary>
    EcP384,

    /// <summary>RSA with 3072 bits.</summary>
    Rsa3072,
}
