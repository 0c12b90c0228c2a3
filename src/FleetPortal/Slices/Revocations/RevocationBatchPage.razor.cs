using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Revocations;

/// <summary>The page with the progress of a revocation batch. The batch runs in the background and continues after a restart.</summary>
public sealed partial class RevocationBatchPage
{
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

    /// <inheritdoc/>
    protected override bool Ticks => _batch?.State == BatchState.Running;

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken) =>
        _batch = await Batches.FindAsync(Id, Actor, cancellationToken) ?? throw FleetError.NotFound(RevocationErrors.BatchNotFound, Id);

    private const string SessionClosed = "Session closed";

    private static IEnumerable<(string What, TimeSpan? Time)> Times(PropagationTimes known) =>
        [(SessionClosed, known.SessionClosed), ("Reconnect refused", known.ReconnectRefused), ("OCSP reports it", known.Ocsp), ("CRL lists it", known.Crl)];

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
