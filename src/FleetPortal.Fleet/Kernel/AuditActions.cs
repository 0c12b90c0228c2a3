namespace FleetPortal.Fleet.Kernel;

/// <summary>The catalogue of audit actions: every name that is written, with the words that people read.</summary>
public static class AuditActions
{
    private static readonly Dictionary<string, string> Labels = new(StringComparer.Ordinal)
    {
        ["account.accepted"] = "Accepted an invitation",
        ["account.created"] = "Created the first administrator",
        ["account.disabled"] = "Disabled an account",
        ["account.enabled"] = "Enabled an account",
        ["account.invited"] = "Invited a person",
        ["account.locked"] = "Made an address wait after wrong passwords",
        ["account.passkey-added"] = "Added a passkey",
        ["account.passkey-removed"] = "Removed a passkey",
        ["account.password-changed"] = "Changed the password",
        ["account.password-reset"] = "Set a new password with a link",
        ["account.recovery-code-used"] = "Used a recovery code",
        ["account.recovery-codes-made"] = "Made new recovery codes",
        ["account.removed"] = "Removed an account",
        ["account.reset"] = "Made a link for a new password",
        ["account.role-changed"] = "Changed a role",
        ["account.signed-in"] = "Signed in",
        ["account.signed-out"] = "Signed out",
        ["account.totp-added"] = "Added an authenticator app",
        ["account.totp-removed"] = "Removed an authenticator app",
        ["account.unlocked"] = "Ended the wait of an account",
        ["authority.created"] = "Created an authority",
        ["authority.crl-accepted"] = "Accepted the CRL of an external authority",
        ["authority.disabled"] = "Disabled an authority",
        ["authority.discarded"] = "Discarded an authority that was not proven",
        ["authority.enabled"] = "Enabled an authority",
        ["authority.intermediate-added"] = "Added an intermediate authority from a chain",
        ["authority.made-standard"] = "Made an authority the default issuer",
        ["authority.proven"] = "Proved an authority",
        ["authority.registered"] = "Registered an authority",
        ["authority.registration-code"] = "Made a registration code",
        ["authority.retired"] = "Retired an authority",
        ["authority.rolled-over"] = "Replaced an authority",
        ["certificate.activated"] = "Activated a certificate",
        ["certificate.adopted"] = "Assigned a certificate to its authority",
        ["certificate.held"] = "Put a certificate on hold",
        ["certificate.imported"] = "Imported a certificate",
        ["certificate.issued"] = "Issued a certificate",
        ["certificate.pinned"] = "Imported a certificate without an authority",
        ["certificate.reason-changed"] = "Changed the reason of a revocation",
        ["certificate.released"] = "Released a certificate from hold",
        ["certificate.renewed"] = "Renewed a certificate",
        ["certificate.revoked"] = "Revoked a certificate",
        ["connection.closed"] = "Closed a session",
        ["enrolment-token.cancelled"] = "Cancelled an enrolment token",
        ["enrolment-token.created"] = "Created an enrolment token",
        ["expiry.warning"] = "Warned of an expiry",
        ["fleet.seeded"] = "Filled the registry with a synthetic fleet",
        ["ocsp-responder.issued"] = "Issued a certificate to an OCSP responder",
        ["portal.backed-up"] = "Made a backup",
        ["portal.restored"] = "Restored a backup",
        ["revocation-batch.canary"] = "Paused a revocation after its first certificates",
        ["revocation-batch.done"] = "Finished a revocation of many certificates",
        ["revocation-batch.resumed"] = "Resumed a revocation of many certificates",
        ["revocation-batch.started"] = "Started a revocation of many certificates",
        ["revocation-batch.stopped"] = "Stopped a revocation of many certificates",
        ["rotation.committed"] = "Finished a rotation",
        ["rotation.proven"] = "Proved the new certificate of a rotation",
        ["rotation.requested"] = "Requested a rotation",
        ["rotation.rolled-back"] = "Rolled back a rotation",
        ["server-certificate.issued"] = "Issued the certificate of the listeners",
        ["session.ended"] = "Ended a person's session",
        ["thing.changed"] = "Changed a Thing",
        ["thing.contained"] = "Contained a Thing",
        ["thing.forgotten"] = "Retired and forgot a Thing",
        ["thing.registered"] = "Registered a Thing",
        ["thing.released"] = "Released a Thing",
        ["thing.retired"] = "Retired a Thing",
        ["token.created"] = "Created an API token",
        ["token.revoked"] = "Revoked an API token",
        ["wave.done"] = "Finished a wave",
        ["wave.paused"] = "Paused a wave",
        ["wave.running"] = "Resumed a wave",
        ["wave.started"] = "Started a wave",
        ["wave.stopped"] = "Stopped a wave",
    };

    /// <summary>Every action, in the order of their names.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Labels.Keys.Order(StringComparer.Ordinal)];

    /// <summary>What several actions have in common, such as <c>certificate</c>.</summary>
    public static IReadOnlyList<string> Groups { get; } = [.. All.Select(GroupOf).Distinct(StringComparer.Ordinal)];

    /// <summary>The part before the dot.</summary>
    public static string GroupOf(string action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return action.Split('.')[0];
    }

    /// <summary>The action as a sentence without its subject: "Issued a certificate". An action that an older version wrote is derived from its name.</summary>
    public static string Label(string action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return Labels.TryGetValue(action, out var label) ? label : Derived(action);
    }

    private static string Derived(string action)
    {
        var words = action.Replace('.', ' ').Replace('-', ' ');
        return words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];
    }
}
