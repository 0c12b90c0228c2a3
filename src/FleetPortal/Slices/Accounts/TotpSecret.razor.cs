using FleetPortal.Fleet.Access;
using Microsoft.AspNetCore.Components;
using QRCoder;

namespace FleetPortal.Slices.Accounts;

/// <summary>Shows the secret of an authenticator app as a QR code and as text.</summary>
public sealed partial class TotpSecret
{
    private const int PixelsPerModule = 5;

    /// <summary>The secret and its address.</summary>
    [Parameter, EditorRequired]
    public TotpOffer Offer { get; set; } = null!;

    private string Picture { get; set; } = "";

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        using var data = QRCodeGenerator.GenerateQrCode(Offer.Address, QRCodeGenerator.ECCLevel.M);
        using var code = new PngByteQRCode(data);
        Picture = "data:image/png;base64," + Convert.ToBase64String(code.GetGraphic(PixelsPerModule));
    }
}
