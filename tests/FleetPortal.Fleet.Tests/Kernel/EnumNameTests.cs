using System.Runtime.CompilerServices;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Things;
using Xunit;

namespace FleetPortal.Fleet.Tests.Kernel;

public sealed class EnumNameTests
{
    [Theory]
    [InlineData("administrator", Role.Administrator)]
    [InlineData("Operator", Role.Operator)]
    [InlineData("VIEWER", Role.Viewer)]
    public void AName_IsRead(string text, Role role)
    {
        Assert.True(EnumName.TryParse<Role>(text, out var parsed));
        Assert.Equal(role, parsed);
    }

    [Theory]
    [InlineData("support,operator")]
    [InlineData("viewer, viewer")]
    [InlineData("3")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("+3")]
    [InlineData("administrator ")]
    [InlineData(" administrator")]
    [InlineData("administrator\n")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("king")]
    public void AnythingElse_IsRefused(string? text) => Assert.False(EnumName.TryParse<Role>(text, out _));

    [Theory]
    [InlineData("status:active,hold")]
    [InlineData("status:1")]
    [InlineData("status:")]
    public void AQuery_TakesOneStatusOnly(string query) =>
        Assert.Equal("query-invalid", Assert.Throws<FleetError>(() => ThingQuery.Parse(query)).Code);

    /// <summary>One parser everywhere: the framework's own reads lists and numbers.</summary>
    [Fact]
    public void NoSourceFile_UsesTheFrameworksParser()
    {
        var source = Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "..", "src");
        var files = Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != "EnumName.cs").ToList();
        Assert.NotEmpty(files);
        Assert.DoesNotContain(files, file => File.ReadAllText(file) is var text
            && (text.Contains("Enum.TryParse", StringComparison.Ordinal) || text.Contains("Enum.Parse", StringComparison.Ordinal)));
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
