using System.Security.Cryptography.X509Certificates;
using FleetPortal.Pki.Chains;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Pki.Tests;

/// <summary>Which path is taken where several authorities carry one name, and what a refusal says.</summary>
public sealed class PathBuildingTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void OfTwoAuthoritiesOfOneName_TheOneThatSignedIsFound(bool namesKey)
    {
        using var first = new ExternalCa(Now, namesKey: namesKey);
        using var second = new ExternalCa(Now, namesKey: namesKey);
        using var ofFirst = first.Issue("a");
        using var ofSecond = second.Issue("b");
        using var anchors = new TrustAnchors([], [], [first.Certificate.RawData, second.Certificate.RawData]);
        Assert.Equal(first.Certificate.RawData, Path(anchors.Verify(ofFirst))[0]);
        Assert.Equal(second.Certificate.RawData, Path(anchors.Verify(ofSecond))[0]);
        Assert.True(anchors.Verify(ofSecond, [second.Certificate]).Trusted);
        Assert.True(anchors.Verify(ofSecond, [first.Certificate]).Trusted);
    }

    [Fact]
    public void IntermediatesOfOneName_BelowARootThatNobodyRegistered_AreToldApart()
    {
        using var root = new ExternalCa(Now, "Root");
        using var first = new ExternalCa(Now, "Plant CA", root);
        using var second = new ExternalCa(Now, "Plant CA", root);
        using var device = second.Issue("b");
        using var anchors = new TrustAnchors([], [], [first.Certificate.RawData, second.Certificate.RawData]);
        Assert.Equal(second.Certificate.RawData, Path(anchors.Verify(device, [root.Certificate]))[0]);
    }

    [Fact]
    public void AnAuthorityWithTheNameOfAnother_ShutsItsDevicesOutNeither_AboveNorBesideIt()
    {
        using var root = new ExternalCa(Now, "Root", namesKey: false);
        using var issuing = new ExternalCa(Now, "Issuing", root, namesKey: false);
        using var namesakeOfIssuing = new ExternalCa(Now, "Issuing", namesKey: false);
        using var namesakeOfRoot = new ExternalCa(Now, "Root", namesKey: false);
        using var device = issuing.Issue("a");
        using var anchors = new TrustAnchors([root.Certificate.RawData],
            [issuing.Certificate.RawData], [namesakeOfIssuing.Certificate.RawData, namesakeOfRoot.Certificate.RawData]);
        Assert.Equal([issuing.Certificate.RawData, root.Certificate.RawData], Path(anchors.Verify(device)));
    }

    [Fact]
    public void OfAnAuthorityThatWasRenewedWithItsKey_TheCertificateThatIsValidNowIsTaken()
    {
        using var old = new ExternalCa(Now, notBefore: Now.AddYears(-5), notAfter: Now.AddDays(-1));
        using var current = new ExternalCa(Now, renewed: old, notAfter: Now.AddYears(1));
        using var next = new ExternalCa(Now, renewed: old, notBefore: Now.AddDays(1), notAfter: Now.AddYears(9));
        using var device = old.Issue("a");
        using var anchors = new TrustAnchors([], [], [next.Certificate.RawData, old.Certificate.RawData, current.Certificate.RawData]);
        var verdict = anchors.Verify(device, at: Now);
        Assert.Equal(current.Certificate.RawData, Path(verdict)[0]);
        Assert.True(verdict.NotBefore <= Now && Now <= verdict.NotAfter);
    }

    [Fact]
    public void WhereOneCertificateOfAnAuthorityForbidsIt_ItsOtherOneIsTried()
    {
        using var constrained = new ExternalCa(Now, also: request => request.CertificateExtensions.Add(OnlyForOther()));
        using var free = new ExternalCa(Now, renewed: constrained, notAfter: Now.AddYears(1));
        using var device = constrained.Issue("a");
        using var anchors = new TrustAnchors([], [], [constrained.Certificate.RawData, free.Certificate.RawData]);
        Assert.Equal(free.Certificate.RawData, Path(anchors.Verify(device, at: Now))[0]);
    }

    [Fact]
    public void WhatAClientSends_LeadsToATrustedAuthority_InAnyOrder_AndIsTrustedForNothingElse()
    {
        using var root = new ExternalCa(Now, "Root");
        using var upper = new ExternalCa(Now, "Upper", root);
        using var lower = new ExternalCa(Now, "Lower", upper);
        using var device = lower.Issue("a");
        using var anchors = new TrustAnchors([], [], [root.Certificate.RawData]);
        Assert.Equal(3, Path(anchors.Verify(device, [upper.Certificate, lower.Certificate])).Count);
        Assert.True(anchors.Verify(device, [lower.Certificate, upper.Certificate, root.Certificate]).Trusted);
        var withoutUpper = anchors.Verify(device, [lower.Certificate]);
        Assert.Equal((false, "Upper", "issued by Upper, which is not a trusted authority"),
            (withoutUpper.Trusted, withoutUpper.MissingIssuer, withoutUpper.Detail));

        using var stranger = new ExternalCa(Now, "Stranger");
        using var strangers = stranger.Issue("b");
        var refused = anchors.Verify(strangers, [stranger.Certificate]);
        Assert.Equal((false, true, "the chain ends at Stranger, which is not a trusted authority"),
            (refused.Trusted, refused.EndsInStranger, refused.Detail));
    }

    [Fact]
    public void AChainOfManyCertificates_IsNotRead()
    {
        using var root = new ExternalCa(Now, "Root");
        using var device = root.Issue("a");
        var namesakes = Enumerable.Range(0, TrustAnchors.MaxSent + 1).Select(_ => new ExternalCa(Now, "Root", namesKey: false)).ToList();
        using var anchors = new TrustAnchors([], [], [root.Certificate.RawData]);
        Assert.Contains("the maximum is 8",
            anchors.Verify(device, [.. namesakes.Select(one => one.Certificate)]).Detail, StringComparison.Ordinal);
        Assert.True(anchors.Verify(device, [.. namesakes.Skip(1).Select(one => one.Certificate)]).Trusted);
        namesakes.ForEach(one => one.Dispose());
    }

    [Fact]
    public void ALoopOfAuthorities_Ends()
    {
        // Each says that the other signed it; both have the name of the trusted one, too.
        using var root = new ExternalCa(Now, "Root", namesKey: false);
        using var forger = new ExternalCa(Now, "Forger", namesKey: false);
        using var there = new ExternalCa(Now, "There", forger, namesKey: false);
        using var back = new ExternalCa(Now, "Forger", there, namesKey: false);
        using var device = there.Issue("a");
        using var anchors = new TrustAnchors([], [], [root.Certificate.RawData]);
        Assert.False(anchors.Verify(device, [there.Certificate, back.Certificate]).Trusted);
    }

    [Fact]
    public void ASignatureOfAnAuthorityOfTheSameName_IsRefused()
    {
        using var root = new ExternalCa(Now, namesKey: false);
        using var forger = new ExternalCa(Now, namesKey: false);
        using var device = forger.Issue("a");
        using var anchors = new TrustAnchors([], [], [root.Certificate.RawData]);
        Assert.Equal((false, "a signature in the chain is not valid"), (anchors.Verify(device).Trusted, anchors.Verify(device).Detail));
        Assert.False(anchors.Verify(device, [forger.Certificate]).Trusted);
    }

    [Theory]
    [InlineData("serverAuth", "the extendedKeyUsage of Root does not allow client certificates (it lacks clientAuth)")]
    [InlineData("names", "Root must not sign for this name: its name constraints do not permit it")]
    [InlineData("critical", "Root has the critical extension 1.3.6.1.4.1.99999.9, which this portal does not know")]
    [InlineData("device", "the certificate has the critical extension 1.3.6.1.4.1.99999.7, which this portal does not know")]
    [InlineData("server", "not a client certificate (its extendedKeyUsage lacks clientAuth)")]
    public void ARefusal_NamesWhatIsWrong(string what, string words)
    {
        using var root = new ExternalCa(Now, "Root", also: Also(what));
        using var device = root.Issue("a", usage: what == "server"
            ? ServerAuth : ClientAuth, also: what == "device" ? request => request.CertificateExtensions.Add(Critical(7)) : null);
        using var anchors = new TrustAnchors([], [], [root.Certificate.RawData]);
        var verdict = anchors.Verify(device);
        Assert.Equal((false, true, words), (verdict.Trusted, verdict.ReachesAuthority, verdict.Detail));
    }

    [Theory]
    [InlineData("serverAuth", true)]
    [InlineData("critical", true)]
    [InlineData("names", false)]
    [InlineData("anyPurpose", true)]
    [InlineData("", false)]
    public void AnAuthorityThatCouldLetNobodyIn_IsFoundBeforeItIsRegistered(string what, bool isProblem)
    {
        using var root = new ExternalCa(Now, "Root", also: Also(what));
        using var below = new ExternalCa(Now, "Below", root, also: Also(what));
        Assert.Equal((isProblem, isProblem), (AuthorityProbe.ProblemOf(root.Certificate.RawData) is not null,
            AuthorityProbe.ProblemOf(below.Certificate.RawData) is not null));
    }

    private const string ServerAuth = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuth = "1.3.6.1.5.5.7.3.2";

    private static Action<CertificateRequest> Also(string what) => request =>
    {
        switch (what)
        {
            case "serverAuth":
                request.CertificateExtensions
                    .Add(new X509EnhancedKeyUsageExtension([new System.Security.Cryptography.Oid(ServerAuth)], critical: false));
                break;
            case "anyPurpose":
                request.CertificateExtensions
                    .Add(new X509EnhancedKeyUsageExtension([new System.Security.Cryptography.Oid("2.5.29.37.0")], critical: false));
                break;
            case "names":
                request.CertificateExtensions.Add(OnlyForOther());
                break;
            case "critical":
                request.CertificateExtensions.Add(Critical(9));
                break;
        }
    };

    private static X509Extension Critical(int last) => new($"1.3.6.1.4.1.99999.{last}", [4, 1, 1], critical: true);

    /// <summary>nameConstraints that permit DNS names below other.example alone (the devices' are below example).</summary>
    private static X509Extension OnlyForOther() =>
        new("2.5.29.30", [0x30, 0x13, 0xA0, 0x11, 0x30, 0x0F, 0x82, 0x0D, .. "other.example"u8], critical: true);

    private static IReadOnlyList<byte[]> Path(ChainVerdict verdict)
    {
        Assert.True(verdict.Trusted, verdict.Detail);
        return verdict.Path;
    }
}
