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

/// <summary>Shows the age of the CRL of an external authority, and uploads a newer one.</summary>
public sealed partial class ExternalCrlPanel
{
    private string? _fault;
    private bool _busy;

    /// <summary>The external authority that issues the CRL.</summary>
    [Parameter, EditorRequired]
    public AuthorityView Authority { get; set; } = null!;

    /// <summary>The signed-in person, in whose name actions run.</summary>
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
            Snackbar.Add($"CRL accepted. Entries: {Number(done.Entries)}. Certificates revoked or put on hold: "
                + $"{Number(done.CertificatesEnded)}. Sessions closed: {Number(done.SessionsClosed)}.", Severity.Normal);
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
