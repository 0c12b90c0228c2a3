using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace FleetPortal.Tests;

/// <summary>What a browser does with forms, without one: cookies, hidden fields, redirects.</summary>
internal sealed partial class FormBrowser(Uri address, CookieContainer? cookies = null) : IDisposable
{
    private readonly CookieContainer _cookies = cookies ?? new CookieContainer();
    private HttpClient? _client;
    private string _html = "";

    /// <summary>The cookies that it was given.</summary>
    public CookieContainer Cookies => _cookies;

    private HttpClient Http =>
        _client ??= new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = _cookies }) { BaseAddress = address };

    /// <summary>Somebody who got hold of the cookies as they are now.</summary>
    public FormBrowser Copy()
    {
        var copy = new CookieContainer();
        copy.Add(_cookies.GetAllCookies());
        return new FormBrowser(address, copy);
    }

    public async Task<(HttpStatusCode Status, string Html, string Location)> GetAsync(
        string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.RelativeOrAbsolute));
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var answer = await Http.SendAsync(request);
        _html = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, _html, answer.Headers.Location?.ToString() ?? "");
    }

    public async Task<(HttpStatusCode Status, Uri? Location)> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var answer = await Http.PostAsync(new Uri(path, UriKind.Relative), content);
        return (answer.StatusCode, answer.Headers.Location);
    }

    /// <summary>The same where a page answers, and no redirect.</summary>
    public async Task<(HttpStatusCode Status, string Html)> SubmitForPageAsync(string action, params (string Name, string Value)[] fields)
    {
        var form = Form().Matches(_html)
            .Select(match => match.Value).First(text => text.Contains($"action=\"{action}\"", StringComparison.Ordinal));
        var hidden = Hidden()
            .Matches(form).Select(match => KeyValuePair.Create(match.Groups[1].Value, WebUtility.HtmlDecode(match.Groups[2].Value)));
        using var content = new FormUrlEncodedContent([.. hidden, .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]);
        using var answer = await Http.PostAsync(new Uri("/" + action, UriKind.Relative), content);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Fills in and sends the form with this action, its hidden fields included; answers where it leads.</summary>
    public async Task<Uri> SubmitAsync(string action, params (string Name, string Value)[] fields)
    {
        var form = Form().Matches(_html)
            .Select(match => match.Value).First(text => text.Contains($"action=\"{action}\"", StringComparison.Ordinal));
        var hidden = Hidden().Matches(form).Select(match => (match.Groups[1].Value, WebUtility.HtmlDecode(match.Groups[2].Value)))
            .Where(field => fields.All(given => given.Name != field.Item1));
        var (status, location) = await PostAsync("/" + action, [.. hidden, .. fields]);
        Assert.Equal(HttpStatusCode.Redirect, status);
        return location!.IsAbsoluteUri ? location : new Uri(location.ToString(), UriKind.Relative);
    }

    /// <summary>Goes through single sign-on; answers the portal's path at its end.</summary>
    public async Task<string> SignInAtProviderAsync(string query = "")
    {
        var (_, _, location) = await GetAsync("/sign-in/provider" + query);
        return location.StartsWith('/') ? location : await FollowAsync(new Uri(location));
    }

    /// <summary>
    /// Sends the sign-out form of the account menu, which only a circuit renders; answers the page and where it goes on to.
    /// </summary>
    public async Task<(string Html, string Refresh)> SignOutAsync()
    {
        // The page of local accounts has a form with a token, which is bound to who is signed in.
        await GetAsync("/sign-in");
        var token = Hidden().Matches(_html).First(match => match.Groups[1].Value == "__RequestVerificationToken").Groups[2].Value;
        using var content = new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken", WebUtility.HtmlDecode(token))]);
        using var answer = await Http.PostAsync(new Uri("/sign-out", UriKind.Relative), content);
        return (await answer.Content.ReadAsStringAsync(), answer.Headers.TryGetValues("Refresh", out var values) ? values.Single() : "");
    }

    /// <summary>Follows redirects to the end; answers the last path of the portal.</summary>
    public async Task<string> FollowAsync(Uri location)
    {
        while (true)
        {
            var (status, _, next) = await GetAsync(location.ToString());
            if (status != HttpStatusCode.Redirect)
            {
                throw new InvalidOperationException($"{location} answered {status}.");
            }

            location = new Uri(new Uri(Http.BaseAddress!, location), next);
            if (location.Authority == Http.BaseAddress!.Authority && location.AbsolutePath is not ("/sign-in/oidc" or "/sign-out/oidc"))
            {
                return location.PathAndQuery;
            }
        }
    }

    public void Dispose() => _client?.Dispose();

    [GeneratedRegex("<form.*?</form>", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]*)\"(?: value=\"([^\"]*)\")?")]
    private static partial Regex Hidden();
}
