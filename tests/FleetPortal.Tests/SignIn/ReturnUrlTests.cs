using FleetPortal.Authentication;
using Xunit;

namespace FleetPortal.Tests.SignIn;

public sealed class ReturnUrlTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/things?q=type:pump&sort=name#top")]
    [InlineData("/things/gr%C3%BCn")]
    public void APathOfThePortal_IsKept(string url) => Assert.Equal(url, ReturnUrl.Of(url));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("things")]
    [InlineData("~/things")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("/\t/evil.example/login")]
    [InlineData("/\n/evil.example")]
    [InlineData("/\r\nSet-Cookie: a=b")]
    [InlineData("\t//evil.example")]
    [InlineData("https://evil.example/")]
    [InlineData("javascript:alert(1)")]
    public void AnythingElse_LeadsHome(string? url) => Assert.Equal("/", ReturnUrl.Of(url));

    [Theory]
    [InlineData("/things?q=grün", "/things?q=gr%C3%BCn")]
    [InlineData("/a\u2028b", "/a%E2%80%A8b")]
    public void OtherCharacters_AreEncoded_BecauseAHeaderCannotHoldThem(
        string url, string location) => Assert.Equal(location, ReturnUrl.Of(url));
}
