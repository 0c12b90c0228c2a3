using FleetPortal.Components.Controls;
using Xunit;

namespace FleetPortal.Components.Tests;

public sealed class QueryTermsTests
{
    [Theory]
    [InlineData(null, "state:open")]
    [InlineData("pump", "pump state:open")]
    [InlineData("pump state:open", "pump")]
    [InlineData("pump  STATE:open ", "pump")]
    public void Toggle_AddsATerm_OrRemovesIt_IgnoringLetterCase(string? query, string toggled) =>
        Assert.Equal(toggled, new QueryTerms(query).Toggle("state:open"));
}
