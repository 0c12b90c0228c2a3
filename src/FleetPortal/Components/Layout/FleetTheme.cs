using MudBlazor;

namespace FleetPortal.Components.Layout;

/// <summary>
/// The theme of the MudBlazor components. The colours repeat css/tokens.css, because palettes cannot use CSS variables. A test compares
/// both.
/// </summary>
public static class FleetTheme
{
    private static readonly string[] Sans = ["Inter Variable", "system-ui", "sans-serif"];

    /// <summary>The colours of the light theme, by the name of their token.</summary>
    public static IReadOnlyDictionary<string, string> Light { get; } = new Dictionary<string, string>
    {
        ["surface-page"] = "#f7f9f9",
        ["surface-sunken"] = "#f1f5f6",
        ["surface-card"] = "#ffffff",
        ["surface-rail"] = "#eef2f3",
        ["surface-hover"] = "#f0f5f6",
        ["text-1"] = "#111c22",
        ["text-2"] = "#41515a",
        ["text-3"] = "#5a6a73",
        ["text-disabled"] = "#95a2a9",
        ["accent-text"] = "#0a5d77",
        ["accent-fill-hover"] = "#084f66",
        ["accent-contrast"] = "#ffffff",
        ["hold-action"] = "#7c2c84",
        ["hold-contrast"] = "#ffffff",
        ["chart-2"] = "#2e7a92",
        ["active-fg"] = "#17683f",
        ["expiring-fg"] = "#7d4c06",
        ["critical-fg"] = "#a8142a",
        ["pending-fg"] = "#2950a3",
        ["revoked-fg"] = "#48545b",
        ["line"] = "#d7dfe2",
        ["line-subtle"] = "#e7ecee",
        ["line-input"] = "#83929a",
    };

    /// <summary>The colours of the dark theme, by the name of their token.</summary>
    public static IReadOnlyDictionary<string, string> Dark { get; } = new Dictionary<string, string>
    {
        ["surface-page"] = "#0d1418",
        ["surface-sunken"] = "#0e161a",
        ["surface-card"] = "#121a1f",
        ["surface-rail"] = "#0a1014",
        ["surface-hover"] = "#18232a",
        ["text-1"] = "#e8eff2",
        ["text-2"] = "#b0bfc7",
        ["text-3"] = "#8b9ba4",
        ["text-disabled"] = "#55646c",
        ["accent-text"] = "#6cc6de",
        ["accent-fill-hover"] = "#23809f",
        ["accent-contrast"] = "#ffffff",
        ["hold-action"] = "#9a44a2",
        ["hold-contrast"] = "#ffffff",
        ["chart-2"] = "#3d96af",
        ["active-fg"] = "#62cc95",
        ["expiring-fg"] = "#e6b457",
        ["critical-fg"] = "#ff98a3",
        ["pending-fg"] = "#93b5f5",
        ["revoked-fg"] = "#a9b6bd",
        ["line"] = "#28363e",
        ["line-subtle"] = "#1d282e",
        ["line-input"] = "#61737d",
    };

    /// <summary>The theme for MudBlazor.</summary>
    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = Fill(new PaletteLight(), Light),
        PaletteDark = Fill(new PaletteDark(), Dark),
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px",
            AppbarHeight = "48px", DrawerWidthLeft = "208px", DrawerWidthRight = "416px" },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Sans,
                FontSize = ".8125rem", LineHeight = "1.54", FontWeight = "420", LetterSpacing = "0" },
            Body1 = new Body1Typography { FontFamily = Sans, FontSize = ".875rem", LetterSpacing = "0" },
            Body2 = new Body2Typography { FontFamily = Sans, FontSize = ".8125rem", LetterSpacing = "0" },
            H6 = new H6Typography { FontFamily = Sans, FontSize = "1rem", FontWeight = "620", LetterSpacing = "0" },
            Button = new ButtonTypography { FontFamily = Sans,
                FontSize = ".8125rem", FontWeight = "530", TextTransform = "none", LetterSpacing = "0" },
        },
    };

    private static T Fill<T>(T palette, IReadOnlyDictionary<string, string> tokens)
        where T : Palette
    {
        (palette.Background, palette.BackgroundGray, palette.Surface) =
            (tokens["surface-page"], tokens["surface-sunken"], tokens["surface-card"]);
        (palette.AppbarBackground, palette.AppbarText) = (tokens["surface-card"], tokens["text-1"]);
        (palette.DrawerBackground, palette.DrawerText, palette.DrawerIcon) = (tokens["surface-rail"], tokens["text-2"], tokens["text-3"]);
        (palette.Primary, palette.PrimaryContrastText, palette.PrimaryDarken) =
            (tokens["accent-text"], tokens["accent-contrast"], tokens["accent-fill-hover"]);
        (palette.Secondary, palette.SecondaryContrastText, palette.Tertiary) =
            (tokens["hold-action"], tokens["hold-contrast"], tokens["chart-2"]);
        (palette.Success, palette.Warning, palette.Error, palette.Info, palette.Dark) =
            (tokens["active-fg"], tokens["expiring-fg"], tokens["critical-fg"], tokens["pending-fg"], tokens["revoked-fg"]);
        (palette.TextPrimary, palette.TextSecondary, palette.TextDisabled, palette.ActionDefault) =
            (tokens["text-1"], tokens["text-2"], tokens["text-disabled"], tokens["text-2"]);
        (palette.LinesDefault, palette.Divider, palette.TableLines, palette.LinesInputs) =
            (tokens["line"], tokens["line"], tokens["line-subtle"], tokens["line-input"]);
        (palette.TableHover, palette.Skeleton) = (tokens["surface-hover"], tokens["line-subtle"]);
        palette.RippleOpacity = 0;
        return palette;
    }
}
