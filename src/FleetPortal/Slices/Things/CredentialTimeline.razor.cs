using System.Globalization;
using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Things;

/// <summary>
/// Draws the certificates of a Thing as bars on a time axis, the newest at the bottom, each with a line from the certificate that it
/// replaced.
/// </summary>
public sealed partial class CredentialTimeline
{
    private const int Width = 760;
    private const int Left = 64;
    private const int Right = 16;
    private const int Top = 28;
    private const int Bottom = 22;
    private const int BarHeight = 20;
    private const int RowHeight = 34;
    private const int MostShown = 8;
    private const int MostLines = 10;
    private const int MostYearsWithMonths = 4;

    private static readonly TimeSpan Horizon = TimeSpan.FromDays(15 * 365);
    private static readonly TimeSpan OneYear = TimeSpan.FromDays(365);
    private static readonly TimeSpan Margin = TimeSpan.FromDays(20);

    /// <summary>The certificates, newest first.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<CertificateView> Certificates { get; set; } = [];

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    /// <summary>The newest certificates that fit, oldest first, with their numbers.</summary>
    private IReadOnlyList<(CertificateView Certificate, int Number)> Shown =>
        [.. Certificates.Select((certificate, i) => (certificate, Certificates.Count - i)).Take(MostShown).Reverse()];

    private int Height => Top + (Shown.Count * RowHeight) + Bottom;

    /// <summary>
    /// The start of the axis, before the oldest certificate. A certificate that began before the horizon is drawn from the edge.
    /// </summary>
    private DateTimeOffset From => Edge(Certificates.Take(MostShown).Select(certificate => certificate.NotBefore), -1);

    /// <summary>
    /// The end of the axis, after the last expiry. A certificate that expires after the horizon, such as 99991231235959Z, is drawn to the
    /// edge.
    /// </summary>
    private DateTimeOffset To => Edge(Certificates.Take(MostShown).Select(certificate => certificate.NotAfter), 1);

    private string Summary =>
        $"{Certificates.Count} certificates from {Viewer.Day(From)} to {Viewer.Day(To)}; the newest is {Words(Certificates[0])}";

    /// <summary>The labelled lines of the axis: half years, years or several years, so that there are few enough to read.</summary>
    private IEnumerable<(double X, string Words)> Years
    {
        get
        {
            var years = To.UtcDateTime.Year - From.UtcDateTime.Year + 1;
            var step = years <= MostLines ? 1 : (int)Math.Ceiling(years / (double)MostLines);
            for (var year = From.UtcDateTime.Year; year <= To.UtcDateTime.Year; year += step)
            {
                foreach (var (month, words) in new[] { (1, year.ToString(CultureInfo.InvariantCulture)),
                    (7, "July") }.Take(years <= MostYearsWithMonths ? 2 : 1))
                {
                    var moment = new DateTimeOffset(year, month, 1, 0, 0, 0, TimeSpan.Zero);
                    if (moment > From && moment < To)
                    {
                        yield return (X(moment), words);
                    }
                }
            }
        }
    }

    /// <summary>
    /// Returns the outermost time within the horizon, plus a margin. If a time is beyond the horizon, the result is at least a year from
    /// now.
    /// </summary>
    private DateTimeOffset Edge(IEnumerable<DateTimeOffset> moments, int side)
    {
        var all = moments.ToList();
        var near = all.Where(moment => (moment - Viewer.Now).Duration() <= Horizon).ToList();
        if (near.Count < all.Count)
        {
            near.Add(Viewer.Now + (side * OneYear));
        }

        return (side < 0 ? near.Min() : near.Max()) + (side * Margin);
    }

    private static double Row(int index) => Top + (index * RowHeight) + 6;

    private static string F(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>Returns when the Thing can no longer connect with the certificate: its revocation, its hold or its expiry.</summary>
    private static DateTimeOffset EndOf(CertificateView certificate) =>
        certificate.Status is CertificateStatus.Revoked or CertificateStatus.Inactive && certificate.StatusChangedAt < certificate.NotAfter
            ? certificate.StatusChangedAt : certificate.NotAfter;

    private int? PredecessorRow(CertificateView certificate)
    {
        var shown = Shown;
        for (var i = 0; i < shown.Count; i++)
        {
            if (shown[i].Certificate.Key == certificate.PredecessorKey)
            {
                return i;
            }
        }

        return null;
    }

    private double X(DateTimeOffset moment) => Left + ((Width - Left - Right) * Math.Clamp((moment - From) / (To - From), 0, 1));

    private string Words(CertificateView certificate) => certificate switch
    {
        { Status: CertificateStatus.Revoked } => $"Revoked: {certificate.Reason?.ToWire()}",
        _ when certificate.IsExpired(Viewer.Now) => "Expired",
        { Status: CertificateStatus.Inactive } => "On hold",
        { Status: CertificateStatus.PendingActivation } => "Pending activation",
        { HasNoEnd: true } => "Active, no end",
        _ => "Active",
    };

    private string Tone(CertificateView certificate) => certificate switch
    {
        { Status: CertificateStatus.Revoked } => "revoked",
        _ when certificate.IsExpired(Viewer.Now) => "expired",
        { Status: CertificateStatus.Inactive } => "hold",
        _ => "active",
    };
}
