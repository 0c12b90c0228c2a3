namespace FleetPortal.Benchmarks;

/// <summary>Certificates from CSR over HTTP: intent stored, twin linted, signed, stored, answered.</summary>
internal static class IssueBenchmark
{
    private const int Certificates = 2000;

    public static async Task<IReadOnlyList<Figure>> RunAsync()
    {
        await using var measured = await PortalUnderTest.StartAsync();
        var before = measured.Cpu;
        var (_, elapsed) = await measured.EnrolAsync(Certificates);
        return
        [
            new("certificates issued and stored a second", Certificates / elapsed.TotalSeconds, "1/s"),
            new("server CPU a certificate, registration included", (measured.Cpu - before) / Certificates, "ms"),
        ];
    }
}
