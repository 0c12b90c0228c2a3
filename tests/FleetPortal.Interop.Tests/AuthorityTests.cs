using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Interop.Tests;

/// <summary>
/// Authorities as their owners run them, with OpenSSL; what other stacks say of ours; devices that live through the changes.
/// </summary>
public sealed class AuthorityTests
{
    [Fact]
    public async Task AnAuthorityOfOpenSsl_ProvesItsKey_AndItsDeviceLives_UntilTheAuthorityIsDisabled()
    {
        using var files = new TemporaryDirectory();
        await using var portal = await RunningPortal.StartAsync();
        await ShellAsync(files,
            "openssl ecparam -name secp384r1 -genkey -noout -out ca.key; openssl req -x509 -new -key ca.key -sha384 -days 3650 "
            + "-subj '/O=Kessler/CN=Kessler Valves CA 2' -addext keyUsage=critical,keyCertSign,cRLSign -out ca.pem");
        var (_, code) = await portal.PostAsync("/authorities/registration-codes", new { });
        await ShellAsync(files,
            $"openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout v.key -subj '/CN={(string)code["code"]!}' "
            + $"| openssl x509 -req -CA ca.pem -CAkey ca.key -days 2 -out v.pem");
        var (status, authority) = await portal.PostAsync("/authorities",
            new { name = "Kessler", certificatePem = Read(files, "ca.pem"), verificationCertificatePem = Read(files, "v.pem") });
        Assert.True(status == 201, authority.ToString());
        Assert.Equal("active", (string)authority["status"]!);

        await ShellAsync(files,
            "openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout d.key -subj '/CN=serial 4711' | openssl "
            + "x509 -req -CA ca.pem -CAkey ca.key -days 90 -out d.pem");
        var device = await ImportAsync(portal, files, "valve-1");
        Assert.Equal(0, (await Mosquitto.PublishAsync(portal, device, "fleet/valve/valve-1/telemetry/t")).ExitCode);

        using var listening =
            Tool.Start("mosquitto_sub", [.. Mosquitto.Connection(portal, device), "-t", "fleet/valve/valve-1/commands/#", "-d"]);
        await Eventually.Holds("the device is connected", async () => (int)(await portal.GetAsync("/connections"))["total"]! == 1);
        var radius = await portal.GetAsync($"/authorities/{(string)authority["id"]!}/blast-radius");
        Assert.Equal((1, 1, 1), ((int)radius["things"]!, (int)radius["sessions"]!, (int)radius["withoutCredential"]!));
        var disabled = await PatchAsync(portal, (string)authority["id"]!, new { status = "disabled" });
        Assert.Equal(1, (int)disabled["sessionsClosed"]!);
        Assert.Contains("Received DISCONNECT (135)",
            await listening.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.NotEqual(0, (await Mosquitto.PublishAsync(portal, device, "fleet/valve/valve-1/telemetry/t")).ExitCode);
        await portal.AttemptAsync("authority-disabled");

        await PatchAsync(portal, (string)authority["id"]!, new { status = "active" });
        Assert.Equal(0, (await Mosquitto.PublishAsync(portal, device, "fleet/valve/valve-1/telemetry/t")).ExitCode);
    }

    /// <summary>Where the first issuing authority is retired, tools must find out: the root's CRL is named in its certificate.</summary>
    [Fact]
    public async Task TheFirstAuthority_SaysWhereItsStatusIs_AndMaySignNoAuthority()
    {
        using var files = new TemporaryDirectory();
        await using var portal = await RunningPortal.StartAsync(null, "Production", "--Listen:PublicAddress=https://pki.example");
        await File.WriteAllBytesAsync(files.File("issuing.crt"),
            await portal.Api.GetByteArrayAsync(new Uri("/pki/authorities/issuing-1.crt", UriKind.Relative),
            TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        var text = (await Tool.RunAsync("openssl", ["x509", "-in", files.File("issuing.crt"), "-inform", "DER", "-noout", "-text"])).Output;
        Assert.Contains("URI:https://pki.example/pki/crl/root-1.crl", text, StringComparison.Ordinal);
        Assert.Contains("CA Issuers - URI:https://pki.example/pki/authorities/root-1.crt", text, StringComparison.Ordinal);
        Assert.Contains("CA:TRUE, pathlen:0", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADeviceOfAnAuthorityBelowAnother_PublishesWithAndWithoutTheWholeChain_AndASistersDeviceNever()
    {
        using var files = new TemporaryDirectory();
        await using var portal = await RunningPortal.StartAsync();
        const string Below = "openssl x509 -req -CA root.pem -CAkey root.key -days 900 "
            + "-extfile <(printf 'basicConstraints=critical,CA:TRUE\\nkeyUsage=critical,keyCertSign,cRLSign\\nsubjectKeyIdentifier=hash"
            + "\\nauthorityKeyIdentifier=keyid')";
        await ShellAsync(files,
            "openssl req -x509 -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout root.key -days 3650 -subj "
            + "'/O=Kessler/CN=Root' -addext keyUsage=critical,keyCertSign -out root.pem");
        foreach (var name in new[] { "ca", "sister" })
        {
            await ShellAsync(files, $"openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout {name}.key -subj "
                + $"'/O=Kessler/CN={name}' | {Below} -out {name}.pem");
            await ShellAsync(files,
                $"openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout {name}-d.key -subj '/CN=device' | "
                + $"openssl x509 -req -CA {name}.pem -CAkey {name}.key -days 90 -out {name}-d.pem; cat {name}-d.pem {name}.pem "
                + $"root.pem > {name}-chain.pem");
        }

        var (_, code) = await portal.PostAsync("/authorities/registration-codes", new { });
        await ShellAsync(files,
            $"openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout v.key -subj '/CN={(string)code["code"]!}' "
            + $"| openssl x509 -req -CA ca.pem -CAkey ca.key -days 2 -out v.pem; cp ca-d.pem d.pem; cp ca-d.key d.key");
        Assert.Equal(201, (await portal.PostAsync("/authorities",
            new { certificatePem = Read(files, "ca.pem"), verificationCertificatePem = Read(files, "v.pem") })).Status);
        var device = await ImportAsync(portal, files, "valve-1");
        Assert.Equal(0, (await Mosquitto.PublishAsync(portal, device, "fleet/valve/valve-1/telemetry/t")).ExitCode);
        Assert.Equal(0, (await Mosquitto.PublishAsync(portal,
            device with { CertificateFile = files.File("ca-chain.pem") }, "fleet/valve/valve-1/telemetry/t")).ExitCode);
        Assert.NotEqual(0, (await Mosquitto.PublishAsync(portal, device with { CertificateFile = files.File("sister-chain.pem"),
            KeyFile = files.File("sister-d.key") }, "fleet/valve/valve-1/telemetry/t")).ExitCode);
        await portal.AttemptAsync("chain-not-trusted");
    }

    /// <summary>Made by openssl as a plant does it: root, intermediate, device; the device sends its chain, or not.</summary>
    [Fact]
    public async Task ADeviceBelowAnIntermediate_PublishesWithAndWithoutItsChain_UntilItsRootOrACrlEndsIt()
    {
        using var files = new TemporaryDirectory();
        await using var portal = await RunningPortal.StartAsync();
        const string Request = "openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes";
        await ShellAsync(files, $"""
            openssl req -x509 -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout root.key -days 3650 -subj '/O=Kessler/CN=Root' -addext keyUsage=critical,keyCertSign,cRLSign -out root.pem
            {Request} -keyout ca.key -subj '/O=Kessler/CN=Plant' | openssl x509 -req -CA root.pem -CAkey root.key -days 900 -extfile <(printf 'basicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash') -out ca.pem
            for i in 1 2; do {Request} -keyout d$i.key -subj '/CN=device' | openssl x509 -req -CA ca.pem -CAkey ca.key -days 90 -out d$i.pem; cat d$i.pem ca.pem > chain$i.pem; done
            """);
        var (_, code) = await portal.PostAsync("/authorities/registration-codes", new { });
        await ShellAsync(files,
            $"{Request} -keyout v.key -subj '/CN={(string)code["code"]!}' | openssl x509 -req -CA root.pem -CAkey root.key -days 2 "
            + $"-out v.pem");
        var (_, root) = await portal.PostAsync("/authorities",
            new { certificatePem = Read(files, "root.pem"), verificationCertificatePem = Read(files, "v.pem") });

        await portal.PostAsync("/things", new { name = "valve-1", type = "valve" });
        var (status, refused) =
            await portal.PostAsync("/things/valve-1/certificates/registered", new { certificatePem = Read(files, "d1.pem") });
        Assert.Equal((422, "issuer-unknown"), (status, (string)refused["code"]!));
        Assert.Contains("Plant", (string)refused["detail"]!, StringComparison.Ordinal);
        var devices = new List<TestDevice>();
        foreach (var i in new[] { "1", "2" })
        {
            await portal.PostAsync("/things", new { name = $"valve-{i}", type = "valve" });
            var (created, body) = await portal.PostAsync($"/things/valve-{i}/certificates/registered",
                new { certificatePem = Read(files, $"d{i}.pem"), chainPem = Read(files, "ca.pem") });
            Assert.True(created == 201, body.ToString());
            Assert.Equal((false, "Plant"), ((bool)body["pinned"]!, (string)body["authority"]!));
            devices.Add(new TestDevice($"valve-{i}", $"fleet/valve/valve-{i}",
                (string)body["id"]!, files.File($"chain{i}.pem"), files.File($"d{i}.key"), await portal.RootsAsync()));
        }

        Assert.Equal(0, (await Mosquitto.PublishAsync(portal, devices[0], "fleet/valve/valve-1/telemetry/t")).ExitCode);
        Assert.Equal(0, (await Mosquitto.PublishAsync(portal,
            devices[0] with { CertificateFile = files.File("d1.pem") }, "fleet/valve/valve-1/telemetry/t")).ExitCode);
        var radius = await portal.GetAsync($"/authorities/{(string)root["id"]!}/blast-radius");
        Assert.Equal((2, 2), ((int)radius["things"]!, (int)radius["withoutCredential"]!));

        // The plant revokes the first, as openssl does it: the portal is given the CRL, and its session is closed.
        using var listening =
            Tool.Start("mosquitto_sub", [.. Mosquitto.Connection(portal, devices[0]), "-t", "fleet/valve/valve-1/commands/#", "-d"]);
        await Eventually.Holds("the device is connected", async () => (int)(await portal.GetAsync("/connections"))["total"]! == 1);
        await ShellAsync(files, """
            printf '[ca]\ndefault_ca=d\n[d]\ndatabase=index\ncrlnumber=number\ndefault_md=sha256\ncrl_extensions=x\n[x]\nauthorityKeyIdentifier=keyid\n' > ca.cnf
            touch index; echo 0A > number
            openssl ca -config ca.cnf -cert ca.pem -keyfile ca.key -revoke d1.pem -crl_reason keyCompromise
            openssl ca -config ca.cnf -cert ca.pem -keyfile ca.key -gencrl -crldays 7 -out plant.crl
            """);
        var plant = (string)(await portal.GetAsync($"/certificates/{devices[0].CertificateId}"))["authorityId"]!;
        using (var content =
            new ByteArrayContent(await File.ReadAllBytesAsync(files.File("plant.crl"), TestContext.Current.CancellationToken)))
        {
            using var answer = await portal.Api.PutAsync(new Uri($"/api/v1/authorities/{plant}/crl", UriKind.Relative),
                content, TestContext.Current.CancellationToken);
            var accepted = (await answer.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken))!;
            Assert.True(answer.IsSuccessStatusCode, accepted.ToString());
            Assert.Equal(("a", 1, 1, 1), ((string)accepted["number"]!,
                (int)accepted["entries"]!, (int)accepted["certificatesEnded"]!, (int)accepted["sessionsClosed"]!));
        }

        Assert.Contains("Received DISCONNECT (135)",
            await listening.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.NotEqual(0, (await Mosquitto.PublishAsync(portal, devices[0], "fleet/valve/valve-1/telemetry/t")).ExitCode);
        Assert.Contains("CRL of Plant", (await portal.AttemptAsync("status-not-active")).ToString(), StringComparison.Ordinal);
        Assert.Equal(0, (await Mosquitto.PublishAsync(portal, devices[1], "fleet/valve/valve-2/telemetry/t")).ExitCode);

        await PatchAsync(portal, (string)root["id"]!, new { status = "disabled" });
        Assert.NotEqual(0, (await Mosquitto.PublishAsync(portal, devices[1], "fleet/valve/valve-2/telemetry/t")).ExitCode);
        await portal.AttemptAsync("authority-disabled");
    }

    [Fact]
    public async Task ASelfSignedCertificate_IsPinnedToItsThing_AndPublishes()
    {
        using var files = new TemporaryDirectory();
        await using var portal = await RunningPortal.StartAsync();
        await ShellAsync(files, "openssl req -x509 -new -newkey rsa:2048 -nodes -keyout d.key -sha256 -days 30 -subj '/CN=legacy' -addext "
            + "basicConstraints=critical,CA:FALSE -out d.pem");
        var device = await ImportAsync(portal, files, "valve-1");
        Assert.Equal(0, (await Mosquitto.PublishAsync(portal, device, "fleet/valve/valve-1/telemetry/t")).ExitCode);
    }

    [Fact]
    public async Task ACertificateUnderANameConstraint_IsTakenByAllStacks_AndRefusedByAllOnceItsAuthorityIsDisabled()
    {
        using var files = new TemporaryDirectory();
        await using var portal = await RunningPortal.StartAsync();
        var (status, authority) =
            await portal.PostAsync("/authorities/issuing", new { name = "Plant 2 Issuing CA", organization = "Plant 2" });
        Assert.Equal(201, status);
        var id = (string)authority["id"]!;
        await portal.PostAsync("/things", new { name = "pump-1", type = "pump" });
        var (_, issued) = await portal.PostAsync("/things/pump-1/certificates", new { authority = id });
        var (device, root, issuing) = (files.File("device.pem"), await portal.RootsAsync(), files.File("issuing.pem"));
        await File.WriteAllTextAsync(device, (string)issued["certificatePem"]!, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(issuing, (string)issued["chainPem"]!, TestContext.Current.CancellationToken);
        var both = files.File("both.pem");
        await File.WriteAllTextAsync(both, await File.ReadAllTextAsync(root, TestContext.Current.CancellationToken)
            + (string)issued["chainPem"]!, TestContext.Current.CancellationToken);
        await CrlsAsync(portal, files, id);
        await ShellAsync(files,
            $"certutil -N -d . --empty-password; certutil -A -d . -n root -t CT,C,C -i {root}; certutil -A -d . -n issuing -t ,, -i "
            + $"{issuing}; certutil -A -d . -n device -t ,, -i {device}");

        string[] verify = ["verify",
            "-x509_strict", "-crl_check_all", "-CAfile", root, "-untrusted", issuing, "-CRLfile", files.File("crls.pem"), device];
        Assert.Contains("OK", (await Tool.RunAsync("openssl", verify)).All, StringComparison.Ordinal);
        Assert.Contains("Verified", (await Tool.RunAsync("certtool", ["--verify", "--load-ca-certificate", both, "--infile", device])).All,
            StringComparison.Ordinal);
        Assert.Contains("certificate is valid",
            (await Tool.RunAsync("certutil", ["-V", "-d", files.Path, "-n", "device", "-u", "C"])).All, StringComparison.Ordinal);
        Assert.Contains("Plant 2", (await Tool.RunAsync("openssl",
            ["x509", "-in", issuing, "-noout", "-ext", "nameConstraints,basicConstraints"])).All, StringComparison.Ordinal);

        await PatchAsync(portal, id, new { status = "disabled" });
        await Eventually.Holds("the root's CRL lists the authority", async () =>
        {
            await CrlsAsync(portal, files, id);
            return (await Tool.RunAsync("openssl", verify)).All.Contains("certificate revoked", StringComparison.Ordinal);
        });
        Assert.Contains("revoked", (await Tool.RunAsync("certtool", ["--verify",
            "--load-ca-certificate", root, "--load-crl", files.File("root-crl.pem"), "--infile", issuing])).All, StringComparison.Ordinal);
        await ShellAsync(files, "crlutil -I -d . -i root.crl");
        Assert.Contains("revoked",
            (await Tool.RunAsync("certutil", ["-V", "-d", files.Path, "-n", "device", "-u", "C"])).All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ThroughARollOver_OldAndNewDevicesPublish_AndTheListenerStaysTrusted()
    {
        await using var portal = await RunningPortal.StartAsync();
        var old = await portal.EnrolAsync("pump-1");
        var (status, authority) = await portal.PostAsync("/authorities/issuing", new { name = "Issuing G2", replaces = "issuing-1" });
        Assert.Equal((201, true), (status, (bool)authority["standard"]!));
        var next = await portal.EnrolAsync("pump-2");
        Assert.Equal(0, (await Mosquitto.PublishAsync(portal, old, "fleet/pump/pump-1/telemetry/t")).ExitCode);
        Assert.Equal(0, (await Mosquitto.PublishAsync(portal, next, "fleet/pump/pump-2/telemetry/t")).ExitCode);

        var (asked, problem) = await portal.PostAsync("/authorities/issuing-1/retire", new { });
        Assert.Equal((422, "would-strand"), (asked, (string)problem["code"]!));
        await portal.IssueAsync("pump-1");
        Assert.Equal(200, (await portal.PostAsync("/authorities/issuing-1/retire", new { })).Status);
        Assert.NotEqual(0, (await Mosquitto.PublishAsync(portal, old, "fleet/pump/pump-1/telemetry/t")).ExitCode);

        // The listener's certificate was of the old authority: it is exchanged, and the root alone is enough to trust it.
        await Eventually.Holds("the listener shows a certificate of the new authority", async () =>
            (await Tool.RunAsync("openssl", ["s_client", "-connect", $"localhost:{portal.MqttPort.ToString(CultureInfo.InvariantCulture)}",
                "-verify_return_error", "-CAfile", await portal.RootsAsync()])).All.Contains("CN = Issuing G2", StringComparison.Ordinal));
        Assert.Equal(0, (await Mosquitto.PublishAsync(portal, next, "fleet/pump/pump-2/telemetry/t")).ExitCode);
    }

    /// <summary>d.pem and d.key as the certificate of a new Thing.</summary>
    private static async Task<TestDevice> ImportAsync(RunningPortal portal, TemporaryDirectory files, string name)
    {
        await portal.PostAsync("/things", new { name, type = "valve" });
        var (status, body) =
            await portal.PostAsync($"/things/{name}/certificates/registered", new { certificatePem = Read(files, "d.pem") });
        Assert.True(status == 201, body.ToString());
        return new TestDevice(name,
            $"fleet/valve/{name}", (string)body["id"]!, files.File("d.pem"), files.File("d.key"), await portal.RootsAsync());
    }

    private static async Task CrlsAsync(RunningPortal portal, TemporaryDirectory files, string id)
    {
        foreach (var (name, authority) in new[] { ("root", "root-1"), ("issuing", id) })
        {
            await File.WriteAllBytesAsync(files.File($"{name}.crl"),
                await portal.Api.GetByteArrayAsync(new Uri($"/pki/crl/{authority}.crl", UriKind.Relative)));
        }

        await ShellAsync(files,
            "openssl crl -inform DER -in root.crl -out root-crl.pem; openssl crl -inform DER -in issuing.crl > issuing-crl.pem; cat "
            + "root-crl.pem issuing-crl.pem > crls.pem");
    }

    private static async Task<JsonObject> PatchAsync(RunningPortal portal, string id, object body)
    {
        using var answer = await portal.Api.PatchAsJsonAsync($"/api/v1/authorities/{id}", body);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
    }

    private static string Read(TemporaryDirectory files, string name) => File.ReadAllText(files.File(name));

    private static async Task ShellAsync(TemporaryDirectory files, string script)
    {
        var result = await Tool.RunAsync("bash", ["-eo", "pipefail", "-c", script], directory: files.Path);
        Assert.True(result.ExitCode == 0, result.All);
    }
}
