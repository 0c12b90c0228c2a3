namespace FleetPortal.Benchmarks;

/// <summary>Certificates from CSR over HTTP: intent stored, twin linted, signed, stored, answered.</summary>
internal static class IssueBenchmark
{
    private const int WarmUp = 2000;
    private const int Certificates = 3000;

    public static async Task<IReadOnlyList<Figure>> RunAsync()
    {
        await using var measured = await PortalUnderTest.StartAsync();

        // A portal that has just started is compiled while it works; what it costs from then on is the question.
        await measured.EnrolAsync(WarmUp, "warm");
        var (_, elapsed, cpu) = await measured.EnrolAsync(Certificates);
        return
        [
            new("certificates issued and stored a second", Certificates / elapsed.TotalSeconds, "1/s"),
            new("server CPU a certificate", cpu / Certificates, "ms"),
        ];
    }
}
