using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Things;
using Xunit;

namespace FleetPortal.Fleet.Tests.Kernel;

/// <summary>Names that people read hold no character that cannot be seen.</summary>
public sealed class NameRulesTests
{
    [Theory]
    [InlineData("Kessler\u202EAC")]
    [InlineData("Kessler\u200BCA")]
    [InlineData("Kessler\u0007CA")]
    [InlineData("Kessler\u2028CA")]
    [InlineData("Kessler\u00A0CA")]
    public async Task ANameWithAHiddenCharacter_IsRefused_ForAuthoritiesAndTokens(string name)
    {
        Assert.True(NameRules.HasHiddenCharacters(name));
        await using var registry = await TestRegistry.CreateAsync();
        var authority = await Assert.ThrowsAsync<FleetError>(() => registry.CreateAuthorityAsync(new IssuingAuthorityRequest(name)));
        Assert.Equal("authority-invalid", authority.Code);
        var token = await Assert.ThrowsAsync<FleetError>(() => registry.CreateTokenAsync(name, Role.Viewer, null));
        Assert.Equal("token-invalid", token.Code);
    }

    [Theory]
    [InlineData("red \u001b[31m")]
    [InlineData("a\u0000b")]
    [InlineData("a\u202Egnp.exe")]
    [InlineData("a\u2028b")]
    public async Task ANoteOrAnAttribute_WithAHiddenCharacter_IsRefused_AndANoteMayHaveLines(string text)
    {
        Assert.Equal("note-invalid", Assert.Throws<FleetError>(() => FreeText.RequireNote(text)).Code);
        FreeText.RequireNote("Stolen at gate 4.\r\n\tPolice informed.");
        await using var registry = await TestRegistry.CreateAsync();
        var request = new RegisterThingRequest("pump-1", Attributes: new Dictionary<string, string> { ["site"] = text });
        var refused = await Assert.ThrowsAsync<FleetError>(() => registry.RegisterAsync(request));
        Assert.Equal("attributes", Assert.Single(refused.Faults).Field);
    }

    [Theory]
    [InlineData("Kessler Valves CA 2")]
    [InlineData("Zähler-Werk Ü")]
    [InlineData("漢字 CA")]
    public void AVisibleName_IsTaken(string name) => Assert.False(NameRules.HasHiddenCharacters(name));
}
