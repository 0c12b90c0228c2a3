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

/// <summary>One thing to do.</summary>
/// <param name="Icon">What sort of thing.</param>
/// <param name="Title">What is the matter, with its count.</param>
/// <param name="Hint">What to do about it.</param>
/// <param name="Address">Where it is listed, or null.</param>
/// <param name="Link">What the link there says.</param>
public sealed record AttentionItem(string Icon, string Title, string Hint, string? Address = null, string Link = "List")
{
    /// <summary>The Things that a rotation would help, or null.</summary>
    public WaveSelection? Rotate { get; init; }

    /// <summary>Over how many days the new expiry dates are to be spread; null where that is not the point.</summary>
    public int? SpreadDays { get; init; }

    /// <summary>When it happened; stands after the title.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>When it was started; stands after the hint.</summary>
    public DateTimeOffset? StartedAt { get; init; }
}

/// <summary>What the list of things to do is made of.</summary>
/// <param name="Issues">Whether an authority signs where nobody chose another.</param>
/// <param name="Warnings">What expires, in bands: each Thing in one.</param>
/// <param name="Refused">The newest refusals.</param>
public sealed record AttentionFacts(
    FleetCounts Counts, PortalState State, bool Issues, IReadOnlyList<ExpiryWarning> Warnings, RenewalStorm? Storm, IReadOnlyList<OpenWave> Waves, IReadOnlyList<OpenRevocationBatch> Batches, IReadOnlyList<AttemptView> Refused);

/// <summary>Builds the list of things to do. Each Thing is counted once among those that cannot connect or are about to lose access.</summary>
public static class AttentionItems
{
    // What nobody looked at for a day is in the list of attempts.
    private static readonly TimeSpan RefusedLately = TimeSpan.FromDays(1);

    /// <summary>The entries, most urgent first.</summary>
    /// <param name="day">A day as the viewer reads it.</param>
    public static IReadOnlyList<AttentionItem> Of(AttentionFacts from, DateTimeOffset now, Func<DateTimeOffset, string> day)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(day);
        return [.. OfPortal(from, day), .. OfAccess(from.Counts.Out), .. OfJobs(from), .. OfExpiry(from, day), .. OfRefusals(from.Refused, now)];
    }

    /// <summary>"a day", "90 days".</summary>
    public static string Days(int days) => days == 1 ? "day" : $"{Number(days)} days";

    private static IEnumerable<AttentionItem> OfPortal(AttentionFacts from, Func<DateTimeOffset, string> day)
    {
        if (from.State.ClockBehind > TimeSpan.Zero)
        {
            yield return new(FleetIcons.Expired, $"The portal's clock is {Span(from.State.ClockBehind)} behind its own audit log", "It was set back, or it was wrong before. Set it right: until then expired certificates may be accepted. Then check what was issued in the meantime.");
        }

        if (from.State.CrlPartsOver > 0)
        {
            yield return new(
                FleetIcons.Revoked, $"{Count(from.State.CrlPartsOver, "part of a CRL is", "parts of CRLs are")} past nextUpdate",
                "Clients that check them refuse every certificate. The portal's log has the reason; it tries again every minute.", "authorities", "Open");
        }
        else if (from.State.CrlPartsWaiting > 0)
        {
            yield return new(
                FleetIcons.Revoked, $"{Count(from.State.CrlPartsWaiting, "part of a CRL is", "parts of CRLs are")} not published yet",
                "Sessions are closed and OCSP is current; clients that read CRLs do not know yet. The portal's log has the reason; it tries again every minute.", "authorities", "Open");
        }

        if (from.State is { CrlPartsOver: 0, CrlsNotValid: { Count: > 0 } early })
        {
            yield return new(
                FleetIcons.Revoked, $"Not valid yet: {string.Join(", ", early)}",
                "The clock was ahead when it was published. Clients refuse every certificate on it; the portal replaces it within a minute.", "authorities", "Open");
        }

        if (from.State.CrlsAhead.Count > 0)
        {
            yield return new(
                FleetIcons.Warning, $"Published while the clock was ahead: {string.Join(", ", from.State.CrlsAhead.Select(crl => crl.Name))}",
                $"It was replaced. A client that kept the old copy may see no newer revocation until {day(from.State.CrlsAhead.Max(crl => crl.Until))}. OCSP is right.", "authorities", "Open");
        }

        if (from.State.ExternalCrlsOverdue > 0)
        {
            yield return new(
                FleetIcons.Warning, $"{Count(from.State.ExternalCrlsOverdue, "CRL of an external authority is", "CRLs of external authorities are")} overdue",
                "Newer revocations by that authority are not known here. Its devices can still connect.", "authorities", "Open");
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
                "It was disabled or retired, or it has expired. Enable it, or issue new certificates.", "authorities", "Open");
        }

        if (kept.Expired > 0)
        {
            yield return new(FleetIcons.Expired, $"{Count(kept.Expired, "Thing has", "Things have")} an expired certificate", $"{(kept.Expired == 1 ? "It" : "They")} cannot connect: issue {(kept.Expired == 1 ? "a new certificate" : "new certificates")}.", Things("status:expired enabled:yes"));
        }

        if (kept.NoCertificate > 0)
        {
            yield return new(FleetIcons.Issue, $"{Count(kept.NoCertificate, "Thing has", "Things have")} no certificate", $"None at all, or only revoked ones: {(kept.NoCertificate == 1 ? "it" : "they")} cannot connect.", Things("status:none enabled:yes"));
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
                yield return new(FleetIcons.Authority, $"{name} expires within {(warning.Days == 1 ? "a day" : Days(warning.Days))}", "Replace it, and move its Things before.", "authorities", "Open");
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
        // An attempt that belongs to no Thing, a stranger's, is nothing to do: it was refused.
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
