using FleetPortal.Components.Controls;
using FleetPortal.Fleet;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Events;
using FleetPortal.Pki.Text;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Certificates;

/// <summary>Two certificates beside each other, with what differs marked.</summary>
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
        fleetEvent.Kind == FleetEventKind.CertificateChanged && (fleetEvent.ThingName == _left?.Certificate.ThingName || fleetEvent.ThingName == _right?.Certificate.ThingName);

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        (_left, _right) = (await FindAsync(LeftId, cancellationToken), await FindAsync(RightId, cancellationToken));
        _lines = CertificateComparison.Of(_left, _right, Viewer);
    }

    private static string Headline(IReadOnlyList<ComparedLine> lines) => lines.Count(line => line.Differs) switch
    {
        0 => "They are the same certificate",
        1 => "They differ in one line",
        var number => $"They differ in {number} lines",
    };

    private async Task<CertificateDetail> FindAsync(string? id, CancellationToken cancellationToken) =>
        (CertificateId.TryParse(id, out var parsed) ? await Details.FindAsync(parsed.Value, Actor, cancellationToken) : null) ?? throw FleetError.NotFound("certificate", id ?? "");
}
