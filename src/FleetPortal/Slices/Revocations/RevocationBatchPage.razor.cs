using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation;
using Microsoft.AspNetCore.Components;
using static FleetPortal.Components.Controls.Quantity;

namespace FleetPortal.Slices.Revocations;

/// <summary>The page with the progress of a revocation batch. The batch runs in the background and continues after a restart.</summary>
public sealed partial class RevocationBatchPage
{
    private const string SessionClosed = "Session closed";

    private RevocationBatchView? _batch;
    private string? _fault;

    /// <summary>The id of the batch.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    [Inject]
    private RevocationBatchQueries Batches { get; set; } = null!;

    [Inject]
    private ResumeRevocationBatch Resume { get; set; } = null!;

    [Inject]
    private StopRevocationBatch Stop { get; set; } = null!;

    // Below a refusal the batch of the address before is not shown.
    private RevocationBatchView? Shown => Reading.ShowsContent ? _batch : null;

    /// <inheritdoc/>
    protected override bool Concerns(FleetEvent fleetEvent) => fleetEvent.Kind == FleetEventKind.RevocationBatchChanged;

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken) =>
        _batch = await Batches.FindAsync(Id, Actor, cancellationToken) ?? throw FleetError.NotFound(RevocationErrors.BatchNotFound, Id);

    private static string Headline(RevocationBatchView batch) => batch.State == BatchState.Done
        ? $"{Number(batch.Done)} of {Count(batch.Total, "certificate")} revoked"
        : $"Revoking {Count(batch.Total, "certificate")}";

    private static ProgressPart[] Parts(RevocationBatchView batch) =>
    [
        new("Revoked", batch.Done, $"of {Number(batch.Total)}", "committed"),
        new("Sessions closed", batch.SessionsClosed, "of these certificates"),
        new("Lost access", batch.LeftWithoutCredential, "Things, counted before the start"),
        new("Failed", batch.Failed, batch.Failed == 0 ? "none" : "see below", "failed"),
        new("Not started", batch.Waiting, "waiting"),
    ];

    private ProgressReport? Report => Shown is not { } batch ? null
        : new(Headline(batch), Lead(batch), batch.Total, batch.Done + batch.Failed, Parts(batch));

    private string Lead(RevocationBatchView batch) =>
        $"{batch.Selection} · {batch.Reason.ToWire()} · started {Viewer.At(batch.CreatedAt)} by {batch.CreatedBy}"
        + (batch.EndedAt is { } ended ? $" · ended {Viewer.At(ended)}" : "");

    private static IEnumerable<(string What, TimeSpan? Time)> Times(PropagationTimes known) =>
        [(SessionClosed, known.SessionClosed),
            ("Reconnect refused", known.ReconnectRefused), ("OCSP reports it", known.Ocsp), ("CRL lists it", known.Crl)];

    private Task ResumeAsync() => ActAsync(Resume.ExecuteAsync);

    private Task StopAsync() => ActAsync(Stop.ExecuteAsync);

    private async Task ActAsync(Func<string, Actor, CancellationToken, Task<RevocationBatchView>> action)
    {
        try
        {
            _fault = null;
            _batch = await action(Id, Actor, Left);
        }
        catch (FleetError e)
        {
            _fault = e.Message;
        }
    }
}
