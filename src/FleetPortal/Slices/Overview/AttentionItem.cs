using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Attempts;
using FleetPortal.Fleet.Expiry;
using FleetPortal.Fleet.Health;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Fleet.Things;
using FleetPortal.Fleet.Waves;
using static FleetPortal.Components.Controls.Quantity;

namespace FleetPortal.Slices.Overview;

/// <summary>An entry of the list <i>To do</i> on the Overview.</summary>
/// <param name="Icon">One of <c>FleetIcons</c>.</param>
/// <param name="Title">The problem with its count.</param>
/// <param name="Hint">The consequence or the next step.</param>
/// <param name="Address">The address of the page with the affected objects, or null.</param>
/// <param name="Link">The label of the link to that page.</param>
public sealed record AttentionItem(string Icon, string Title, string Hint, string? Address = null, string Link = "List")
{
    /// <summary>The Things whose rotation would solve the problem, or null.</summary>
    public WaveSelection? Rotate { get; init; }

    /// <summary>The number of days over which the rotation spreads the new expiry dates; null for no spreading.</summary>
    public int? SpreadDays { get; init; }

    /// <summary>When it happened; shown after the title.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>When the job was started; shown after the hint.</summary>
    public DateTimeOffset? StartedAt { get; init; }
}

/// <summary>The data from which <see cref="AttentionItems"/> builds its entries.</summary>
/// <param name="Counts">The counts of Things and certificates.</param>
/// <param name="State">The self-check of the portal.</param>
/// <param name="Issues">Whether the default issuer can issue certificates.</param>
/// <param name="Warnings">The expiry warnings. Each Thing is in one of them only.</param>
/// <param name="Storm">The renewal storm, or null.</param>
/// <param name="Waves">The waves that are not complete.</param>
/// <param name="Batches">The revocation batches that are not complete.</param>
/// <param name="Refused">The newest refusals.</param>
public sealed record AttentionFacts(
    FleetCounts Counts, PortalState State, bool Issues, IReadOnlyList<ExpiryWarning> Warnings, RenewalStorm? Storm, IReadOnlyList<OpenWave> Waves, IReadOnlyList<OpenRevocationBatch> Batches, IReadOnlyList<AttemptView> Refused);

/// <summary>
/// Builds the entries of the list <i>To do</i>. Each Thing that cannot connect or will lose access is counted in one entry only.
/// </summary>
public static class AttentionItems
{
    // Older refusals are not an entry any more; they stay in the list of attempts.
    private static readonly TimeSpan RefusedLately = TimeSpan.FromDays(1);

    /// <summary>Returns the entries, most urgent first.</summary>
    /// <param name="from">The data.</param>
    /// <param name="now">The current time.</param>
    /// <param name="day">Formats a date in the time zone of the viewer.</param>
    public static IReadOnlyList<AttentionItem> Of(AttentionFacts from, DateTimeOffset now, Func<DateTimeOffset, string> day)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(day);
        return [.. OfPortal(from, day), .. OfAccess(from.Counts.Out), .. OfJobs(from), .. OfExpiry(from, day), .. OfRefusals(from.Refused, now)];
    }

    /// <summary>Returns a number of days as "day" or "90 days".</summary>
    public static string Days(int days) => days == 1 ? "day" : $"{Number(days)} days";

    private static IEnumerable<AttentionItem> OfPortal(AttentionFacts from, Func<DateTimeOffset, string> day)
    {
        if (from.State.ClockBehind > TimeSpan.Zero)
        {
            yield return new(FleetIcons.Expired, $"The portal's clock is {Span(from.State.ClockBehind)} behind its own audit log", "The clock was set back, or it was wrong before. Correct it: until then the portal can accept expired certificates. Then check what was issued in the meantime.");
        }

        if (from.State.CrlPartsOver > 0)
        {
            yield return new(
                FleetIcons.Revoked, $"{Count(from.State.CrlPartsOver, "part of a CRL is", "parts of CRLs are")} past nextUpdate",
                "Clients that check them refuse every certificate. The log of the portal contains the reason. The portal tries again every minute.", "authorities", "Open");
        }
        else if (from.State.CrlPartsWaiting > 0)
        {
            yield return new(
                FleetIcons.Revoked, $"{Count(from.State.CrlPartsWaiting, "part of a CRL is", "parts of CRLs are")} not published yet",
                "Sessions are closed and OCSP is up to date, but clients that use CRLs do not know the change yet. The log of the portal contains the reason. The portal tries again every minute.", "authorities", "Open");
        }

        if (from.State is { CrlPartsOver: 0, CrlsNotValid: { Count: > 0 } early })
        {
            yield return new(
                FleetIcons.Revoked, $"Not valid yet: {string.Join(", ", early)}",
                "The clock was ahead when this CRL was published. Clients refuse every certificate that it covers. The portal replaces it within a minute.", "authorities", "Open");
        }

        if (from.State.CrlsAhead.Count > 0)
        {
            yield return new(
                FleetIcons.Warning, $"Published while the clock was ahead: {string.Join(", ", from.State.CrlsAhead.Select(crl => crl.Name))}",
                $"The CRL was replaced. A client with a copy of it may see no newer revocation until {day(from.State.CrlsAhead.Max(crl => crl.Until))}. OCSP is correct.", "authorities", "Open");
        }

        if (from.State.ExternalCrlsOverdue > 0)
        {
            yield return new(
                FleetIcons.Warning, $"{Count(from.State.ExternalCrlsOverdue, "CRL of an external authority is", "CRLs of external authorities are")} overdue",
                "The portal does not know newer revocations by this authority. Its devices can still connect.", "authorities", "Open");
        }

        if (!from.Issues)
        {
            yield return new(FleetIcons.Authority, "No authority can issue certificates", "The default issuer is disabled or has expired, so nothing is issued or renewed. Enable it, or make another one the default.", "authorities", "Open");
        }
    }

    private static IEnumerable<AttentionItem> OfAccess(OutOfAccess kept)
    {
        if (kept.Stranded > 0)
        {
            yield return new(
                FleetIcons.Authority, $"{Count(kept.Stranded, "Thing depends", "Things depend")} on an authority that is not trusted",
                "The authority was disabled or retired, or it has expired. Enable it, or issue new certificates.", "authorities", "Open");
        }

        if (kept.Expired > 0)
        {
            yield return new(FleetIcons.Expired, $"{Count(kept.Expired, "Thing has", "Things have")} an expired certificate", $"{(kept.Expired == 1 ? "It" : "They")} cannot connect: issue {(kept.Expired == 1 ? "a new certificate" : "new certificates")}.", Things("status:expired enabled:yes"));
        }

        if (kept.NoCertificate > 0)
        {
            yield return new(FleetIcons.Issue, $"{Count(kept.NoCertificate, "Thing has", "Things have")} no certificate", $"{(kept.NoCertificate == 1 ? "It has" : "They have")} no certificate or only revoked ones, and cannot connect.", Things("status:none enabled:yes"));
        }

        if (kept.OnHold > 0)
        {
            yield return new(FleetIcons.OnHold, $"{Count(kept.OnHold, "Thing is", "Things are")} on hold", kept.OnHold == 1 ? "Release or revoke its certificate." : "Release or revoke their certificates.", Things("status:hold enabled:yes"), "Review");
        }
    }

    private static IEnumerable<AttentionItem> OfJobs(AttentionFacts from)
    {
        foreach (var wave in from.Waves)
        {
            yield return new(FleetIcons.Rotate, WaveLabel(wave), $"Started by {wave.CreatedBy}", $"rotations/{wave.Id}", "Open") { StartedAt = wave.CreatedAt };
        }

        foreach (var batch in from.Batches)
        {
            yield return new(FleetIcons.Revoked, BatchLabel(batch), $"Started by {batch.CreatedBy}", $"certificates/revocations/{batch.Id}", "Open") { StartedAt = batch.CreatedAt };
        }
    }

    private static IEnumerable<AttentionItem> OfExpiry(AttentionFacts from, Func<DateTimeOffset, string> day)
    {
        foreach (var warning in from.Warnings)
        {
            foreach (var name in warning.Authorities)
            {
                yield return new(FleetIcons.Authority, $"{name} expires within {(warning.Days == 1 ? "a day" : Days(warning.Days))}", "Replace it, and rotate its Things before it expires.", "authorities", "Open");
            }

            if (warning.Things > 0)
            {
                var query = (warning.From > 0 ? $"expires>{warning.From}d " : "") + $"expires<{warning.Days}d";
                yield return new(
                    FleetIcons.Expiring, $"{Count(warning.Things, "Thing loses", "Things lose")} access {Band(warning)}", warning.Things == 1 ? "Its last valid certificate expires." : "Their last valid certificates expire.", Things(query))
                {
                    Rotate = new WaveSelection(query),
                };
            }
        }

        if (from.Storm is { } storm)
        {
            yield return new(
                FleetIcons.Storm, $"{Number(storm.Count)} certificates expire in the week of {day(storm.From)}", $"A renewal storm. Renew them now with expiry dates spread over {storm.SpreadWeeks} weeks.",
                ExpiryChart.AddressOf(storm.From))
            {
                Rotate = new WaveSelection(Certificates: new CertificateSelection(null, new CertificateQuery(ExpiresFrom: storm.From, ExpiresBefore: storm.From.AddDays(7), Usable: true))),
                SpreadDays = storm.SpreadWeeks * 7,
            };
        }
    }

    private static IEnumerable<AttentionItem> OfRefusals(IReadOnlyList<AttemptView> refused, DateTimeOffset now)
    {
        // A refused attempt of an unknown client belongs to no Thing and needs no action.
        if (refused.FirstOrDefault(attempt => attempt.ThingName is not null) is { } newest && newest.At > now - RefusedLately)
        {
            yield return new(FleetIcons.Refused, $"{newest.ThingName} was refused", newest.Reason ?? "", $"connections/attempts?id={newest.Id}", "See why") { At = newest.At };
        }
    }

    private static string Band(ExpiryWarning warning) => warning switch
    {
        { From: 0, Days: 1 } => "within a day",
        { From: 0 } => $"within {Days(warning.Days)}",
        _ => $"in {Number(warning.From)} to {Days(warning.Days)}",
    };

    private static string WaveLabel(OpenWave wave) =>
        $"{Number(wave.Came)} of {Count(wave.Total, "Thing", "Things")} rotated{(wave.Failed == 0 ? "" : $", {Number(wave.Failed)} failed")}{wave.State switch { WaveState.Paused => ": paused", WaveState.Stopped => ": stopped, too many failed", _ => "" }}";

    private static string BatchLabel(OpenRevocationBatch batch) => batch.State switch
    {
        BatchState.Canary => $"A revocation of {Count(batch.Total, "certificate", "certificates")} pauses after its first {Number(batch.Canary)}",
        BatchState.Stopped => $"A revocation of {Count(batch.Total, "certificate", "certificates")} was stopped",
        _ => $"{Count(batch.Total, "certificate is", "certificates are")} being revoked",
    };

    private static string Things(string query) => $"things?q={Uri.EscapeDataString(query)}";

    private static string Span(TimeSpan span) => span switch
    {
        { TotalHours: < 2 } => $"{span.TotalMinutes:0} minutes",
        { TotalDays: < 2 } => $"{span.TotalHours:0} hours",
        _ => $"{span.TotalDays:0} days",
    };
}
