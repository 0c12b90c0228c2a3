using FleetPortal.Components.Controls;
using FleetPortal.Fleet.ExternalAuthorities;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Revocation;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using MudBlazor;
using static FleetPortal.Components.Controls.Quantity;

namespace FleetPortal.Slices.Authorities;

/// <summary>The CRL of an authority that somebody else runs: how old it is, and the way to give a newer one.</summary>
public sealed partial class ExternalCrlPanel
{
    private string? _fault;
    private bool _busy;

    /// <summary>Whose.</summary>
    [Parameter, EditorRequired]
    public AuthorityView Authority { get; set; } = null!;

    /// <summary>Who looks at it.</summary>
    [Parameter, EditorRequired]
    public Actor? Actor { get; set; }

    [Inject]
    private AcceptCrl Accept { get; set; } = null!;

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    private ExternalCrlView? Crl => Authority.ExternalCrl;

    private bool MayUpload => Actor?.May(Permission.Administer) == true && Authority.Status != AuthorityStatus.PendingProof;

    private async Task UploadAsync(InputFileChangeEventArgs e)
    {
        _busy = true;
        try
        {
            await using var file = e.File.OpenReadStream(ExternalCrl.MaxLength);
            using var octets = new MemoryStream();
            await file.CopyToAsync(octets);
            var done = await Accept.ExecuteAsync(Authority.Id, octets.ToArray(), Actor!, CancellationToken.None);
            _fault = null;
            Snackbar.Add($"CRL accepted: {Number(done.Entries)} listed, {Number(done.CertificatesEnded)} certificates ended here, {Number(done.SessionsClosed)} sessions closed.", Severity.Normal);
        }
        catch (FleetError error)
        {
            _fault = error.Message;
        }
        catch (IOException)
        {
            _fault = $"The file could not be read, or it is longer than {ExternalCrl.MaxLength / 1024 / 1024} MiB.";
        }
        finally
        {
            _busy = false;
        }
    }
}
