using FleetPortal.Pki.Chains;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Pki.Tests;

/// <summary>What a set of trusted authorities remembers of the certificates that it has validated.</summary>
public sealed class VerifiedPathsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void TheSameOctets_AreValidatedOnce_AndEqualPathsAreOneObject()
    {
        using var root = new ExternalCa(Now, "Root");
        using var issuing = new ExternalCa(Now, "Issuing", root);
        using var device = issuing.Issue("a");
        using var other = issuing.Issue("b");
        using var anchors = new TrustAnchors([root.Certificate.RawData], [], []);
        var first = anchors.Verify(device, [issuing.Certificate], Now);
        Assert.True(first.Trusted);
        Assert.Same(first, anchors.Verify(device, [issuing.Certificate], Now));
        Assert.Same(first, anchors.Verify(other, [issuing.Certificate], Now));
    }

    [Fact]
    public void WhatIsNotTrusted_IsNotRemembered_AndTheOthersThatAClientSendsCount()
    {
        using var root = new ExternalCa(Now, "Root");
        using var issuing = new ExternalCa(Now, "Issuing", root);
        using var device = issuing.Issue("a");
        using var anchors = new TrustAnchors([root.Certificate.RawData], [], []);
        Assert.False(anchors.Verify(device, [], Now).Trusted);
        Assert.True(anchors.Verify(device, [issuing.Certificate], Now).Trusted);
        Assert.False(anchors.Verify(device, [], Now).Trusted);
    }

    [Fact]
    public void ACertificateWithAnotherSignature_IsNotTheOneThatWasValidated()
    {
        using var root = new ExternalCa(Now, namesKey: false);
        using var forger = new ExternalCa(Now, namesKey: false);
        using var device = root.Issue("a");
        using var forged = forger.Issue("a");
        using var anchors = new TrustAnchors([root.Certificate.RawData], [], []);
        Assert.True(anchors.Verify(device, null, Now).Trusted);
        Assert.False(anchors.Verify(forged, null, Now).Trusted);
    }

    [Fact]
    public void WhenAnAuthorityHasExpired_ItsRenewedCertificateIsLookedFor()
    {
        using var old = new ExternalCa(Now, notAfter: Now.AddDays(1));
        using var renewed = new ExternalCa(Now, renewed: old, notBefore: Now.AddDays(1), notAfter: Now.AddYears(9));
        using var device = old.Issue("a");
        using var anchors = new TrustAnchors([], [], [old.Certificate.RawData, renewed.Certificate.RawData]);
        Assert.Equal(old.Certificate.RawData, anchors.Verify(device, at: Now).Path[0]);
        Assert.Equal(renewed.Certificate.RawData, anchors.Verify(device, at: Now.AddDays(2)).Path[0]);
    }

    [Fact]
    public void TheLeastRecentlyUsed_AreForgotten_ThoseInUseAreNot()
    {
        var verified = new VerifiedPaths(most: 2);
        var verdict = new ChainVerdict(true, "Root", Now, Now.AddDays(1));
        for (ulong i = 0; i < 10; i++)
        {
            verified.Add(new VerifiedPaths.Presented(0, i), verdict);
            Assert.NotNull(verified.Find(new VerifiedPaths.Presented(0, 0), Now));
        }

        Assert.Null(verified.Find(new VerifiedPaths.Presented(0, 1), Now));
        Assert.NotNull(verified.Find(new VerifiedPaths.Presented(0, 9), Now));
    }
}
