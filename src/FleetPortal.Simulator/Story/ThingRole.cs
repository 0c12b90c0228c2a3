namespace FleetPortal.Simulator.Story;

/// <summary>What happens to a Thing of the demo.</summary>
internal enum ThingRole
{
    /// <summary>It connects with a certificate of the portal and publishes.</summary>
    Plain,

    /// <summary>Its certificate is put on hold while it is connected. The device keeps trying.</summary>
    OnHold,

    /// <summary>It was stolen: its certificate is revoked with keyCompromise. The thief keeps trying.</summary>
    Stolen,

    /// <summary>It got a new key and certificate. The old certificate is revoked as superseded.</summary>
    Replaced,

    /// <summary>It has a certificate, but its device has never connected.</summary>
    NeverConnected,

    /// <summary>It is registered and has no certificate yet.</summary>
    WaitingForInstallation,

    /// <summary>It was connected, and was switched off.</summary>
    Offline,

    /// <summary>It replaced its certificate twice over its own connection.</summary>
    RenewedTwice,

    /// <summary>It connects with a certificate that the authority of its maker issued.</summary>
    MakersCertificate,
}
