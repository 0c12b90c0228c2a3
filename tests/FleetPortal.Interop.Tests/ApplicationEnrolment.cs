using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Interop.Tests;

/// <summary>Creates applications with a certificate for the clients of others.</summary>
internal static class ApplicationEnrolment
{
    /// <summary>Creates an application with a certificate and a key of the portal, in files.</summary>
    public static async Task<TestDevice> ApplicationAsync(
        this RunningPortal portal, TemporaryDirectory directory, string name, string[] hears, string[] publishes)
    {
        Assert.Equal(201, (await portal.PostAsync("/applications", new { name, hears, publishes })).Status);
        var (status, issued) = await portal.PostAsync($"/applications/{name}/certificates", new { });
        Assert.Equal(201, status);
        var application = new TestDevice(name, $"apps/{name}", (string)issued["id"]!, directory.File($"{name}.pem"),
            directory.File($"{name}.key"), await portal.RootsAsync());
        await File.WriteAllTextAsync(application.CertificateFile, (string)issued["certificatePem"]!, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(application.KeyFile, (string)issued["privateKeyPem"]!, TestContext.Current.CancellationToken);
        return application;
    }
}
