namespace FleetPortal.Fleet.Authorities;

/// <summary>The state of an issuance.</summary>
internal enum IssuanceState
{
    /// <summary>The serial number is stored, and the certificate is being signed.</summary>
    Intended,

    /// <summary>The certificate was signed and stored.</summary>
    Issued,

    /// <summary>No certificate was delivered, and none will be.</summary>
    Abandoned,
}
