using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Certificates;

/// <summary>The page that shows two certificates side by side and marks the differences.</summary>
public sealed partial class ComparePage
{
    private CertificateDetail? _left;
    private CertificateDetail? _right;
    private IReadOnlyList<ComparedLine>? _lines;

    [SupplyParameterFromQuery(Name = "a")]
    private string? LeftId { get; set; }

    [SupplyParameterFromQuery(Name = "b")]
    private string? RightId { get; set; }

    [Inject]
    private CertificateDetails Details { get; set; } = null!;

    private CertificateDetail[] Sides => [_left!, _right!];

    /// <inheritdoc/>
    protected override bool Concerns(FleetEvent fleetEvent) =>
        fleetEvent.Kind == FleetEventKind.CertificateChanged
            && (fleetEvent.ThingName == _left?.Certificate.ThingName || fleetEvent.ThingName == _right?.Certificate.ThingName);

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        (_left, _right) = (await FindAsync(LeftId, cancellationToken), await FindAsync(RightId, cancellationToken));
        _lines = CertificateComparison.Of(_left, _right, Viewer);
    }

    private bool StatusDiffers =>
        (_left!.Certificate.Status, _left.Certificate.Reason) != (_right!.Certificate.Status, _right.Certificate.Reason);

    private string Headline => _lines is null ? "Compare" : Differences switch
    {
        0 => "The certificates are the same",
        1 => "The certificates differ in one line",
        _ => $"The certificates differ in {Differences} lines",
    };

    private int Differences => _lines!.Count(line => line.Differs) + (StatusDiffers ? 1 : 0);

    private async Task<CertificateDetail> FindAsync(string? id, CancellationToken cancellationToken) =>
        (CertificateId.TryParse(id, out var parsed) ? await Details.FindAsync(parsed.Value, Actor, cancellationToken) : null)
            ?? throw FleetError.NotFound(CertificateErrors.NotFound, id ?? "");
}
