using FleetPortal.Api;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Backup;
using FleetPortal.Fleet.ExternalAuthorities;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Pki;
using FleetPortal.Pki.Keys;
using FleetPortal.Pki.Revocation;
using FleetPortal.Slices.Revocations;
using Microsoft.AspNetCore.Mvc;

namespace FleetPortal.Slices.Authorities;

/// <summary>The API endpoints <c>/authorities</c>.</summary>
internal static class AuthorityEndpoints
{
    private static readonly string[] ProofCodes =
    [
        ExternalAuthorityErrors.CodeInvalid,
        AuthorityErrors.NotYetValid, ExternalAuthorityErrors.LetsNobodyIn, PkiErrors.CertificateExpired,
        PkiErrors.VerificationOtherAuthority, PkiErrors.VerificationOtherCode, PkiErrors.VerificationExpired,
    ];

    public static void Map(RouteGroupBuilder api)
    {
        var authorities = api.MapGroup("/authorities").WithTags("Authorities").Takes("id", "The id of the authority, such as issuing-1.");
        MapReads(authorities);
        authorities.MapPost("/issuing", CreateAsync)
            .Describes("createIssuingAuthority", "Creates an issuing authority, or the successor of one.")
            .AnswersCreated<AuthorityAnswer>()
            .Refuses(400, AuthorityErrors.Invalid)
                .Refuses(404, AuthorityErrors.NotFound).Refuses(409, AuthorityErrors.Taken, AuthorityErrors.NotIssuing)
            .Refuses(422, AuthorityErrors.KeyStoreMissing).Refuses(503, PkiErrors.KeyUnavailable);
        authorities.MapPost("/registration-codes",
            async (CreateRegistrationCode create, HttpContext context, CancellationToken cancellationToken) =>
            Results.Json(RegistrationCodeAnswer.Of(await create.ExecuteAsync(context.Actor(), cancellationToken)),
                statusCode: StatusCodes.Status201Created))
            .Describes("createRegistrationCode", "Creates the code for an external authority's proof of possession.")
            .Answers<RegistrationCodeAnswer>(StatusCodes.Status201Created);
        authorities.MapPost("", RegisterAsync)
            .Describes("registerAuthority", "Registers an external authority, with or without its proof of possession.")
            .AnswersCreated<AuthorityAnswer>()
            .Refuses(400, AuthorityErrors.Invalid, PkiErrors.CertificateUnreadable).Refuses(404, RequestErrors.TemplateNotFound)
            .Refuses(409, AuthorityErrors.Taken)
            .Refuses(422, [.. ProofCodes, PkiErrors.AuthorityNotCa,
                PkiErrors.AuthorityKey, PkiErrors.KeyUnsupported, PkiErrors.KeyWeak, PkiErrors.CertificateSignature]);
        authorities.MapPatch("/{id}", PatchAsync)
            .Describes("updateAuthority", "Enables or disables an authority, proves it, or makes it the default issuer.")
            .AnswersEither<AuthorityChangeAnswer, AuthorityAnswer>()
            .Refuses(400, AuthorityErrors.Invalid, PkiErrors.CertificateUnreadable).Refuses(404, AuthorityErrors.NotFound)
            .Refuses(409, AuthorityErrors.Status)
            .Refuses(422,
                [.. ProofCodes, AuthorityErrors.NotIssuing, PkiErrors.KeyUnsupported, PkiErrors.KeyWeak, PkiErrors.CertificateSignature]);
        authorities.MapPost("/{id}/retire",
            async (string id, RetireBody? body, RetireAuthority retire, HttpContext context, CancellationToken cancellationToken) =>
            AuthorityChangeAnswer.Of(await retire.ExecuteAsync(id, body?.EvenIfStranded ?? false, context.Actor(), cancellationToken)))
            .Describes("retireAuthority", "Ends the trust in an authority for good.")
            .Refuses(404, AuthorityErrors.NotFound)
                .Refuses(409, AuthorityErrors.Status).Refuses(422, RevocationErrors.AuthorityIsDefault, RevocationErrors.WouldStrand);
        authorities.MapPut("/{id}/crl", AcceptCrlAsync).Accepts<byte[]>("application/pkix-crl")
            .WithMetadata(new RequestSizeLimitAttribute(ExternalCrl.MaxLength))
            .Describes("acceptCrl", "Accepts the CRL of an external authority, and revokes or holds the certificates that it lists.")
            .Answers<CrlAnswer>()
            .Refuses(404, AuthorityErrors.NotFound).Refuses(409, ExternalAuthorityErrors.OwnCrl, ExternalAuthorityErrors.CrlNotNewer)
            .Refuses(422, PkiErrors.CrlUnreadable, PkiErrors.CrlInvalid, PkiErrors.CrlSignature, PkiErrors.CrlOtherAuthority,
                PkiErrors.CrlNotYetValid, PkiErrors.CrlTooLong, PkiErrors.CrlUnsupported, BackupErrors.CrlOfAnother);
        authorities.MapDelete("/{id}",
            async (string id, DiscardAuthority discard, HttpContext context, CancellationToken cancellationToken) =>
        {
            await discard.ExecuteAsync(id, context.Actor(), cancellationToken);
            return Results.NoContent();
        }).Describes("discardAuthority", "Discards an authority that was never proven.")
            .AnswersNothing().Refuses(404, AuthorityErrors.NotFound)
            .Refuses(409, AuthorityErrors.Status);
    }

    private static void MapReads(RouteGroupBuilder authorities)
    {
        authorities.MapGet("", async (AuthorityQueries queries, HttpContext context, CancellationToken cancellationToken) =>
        {
            var all = await queries.ListAsync(context.Actor(), cancellationToken);
            return new ListAnswer<AuthorityAnswer>([.. all.Select(AuthorityAnswer.Of)], null, all.Count);
        }).Describes("listAuthorities", "Lists the authorities: the root, those under it, and external ones.");
        authorities.MapGet("/{id}", ReadAsync).Describes("getAuthority", "Reads an authority.").Refuses(404, AuthorityErrors.NotFound);
        authorities.MapGet("/{id}/blast-radius",
            async (string id, BlastRadiusQuery radius, HttpContext context, CancellationToken cancellationToken) =>
            BlastRadiusAnswer.Of(await radius.OfAuthorityAsync(id, context.Actor(), cancellationToken)))
            .Describes("getBlastRadiusOfAuthority", "Returns what would end with an authority.").Refuses(404, AuthorityErrors.NotFound);
        authorities.MapGet("/roll-overs", async (AuthorityQueries queries, HttpContext context, CancellationToken cancellationToken) =>
            (await queries.RollOversAsync(context.Actor(), cancellationToken)).Select(RollOverAnswer.Of).ToList())
            .Describes("listRollOvers", "Lists the roll-overs that are not complete, with their progress.");
    }

    private static async Task<IResult> CreateAsync(
        IssuingBody body, CreateIssuingAuthority create, AuthorityQueries queries, HttpContext context, CancellationToken cancellationToken)
    {
        KeyStoreKind? store = body.KeyStore is null ? null
            : EnumName.Find<KeyStoreKind>(body.KeyStore)
                ?? throw new FleetError(AuthorityErrors.Invalid, [new Fault("keyStore", "The key store must be file or pkcs11.")]);
        var request = new IssuingAuthorityRequest(body.Name ?? "",
            body.Replaces, body.Organization, body.ValidityYears ?? IssuingAuthorityRequest.StandardYears, store);
        return await CreatedAsync(await create.ExecuteAsync(request, context.Actor(), cancellationToken),
            queries, context, cancellationToken);
    }

    private static async Task<IResult> RegisterAsync(
        AuthorityBody body, RegisterAuthority register, AuthorityQueries queries, HttpContext context, CancellationToken cancellationToken)
    {
        if (body.CertificatePem is not { } certificate)
        {
            throw new FleetError(AuthorityErrors.Invalid, [new Fault("certificatePem", "Send the certificate of the authority as PEM.")]);
        }

        if (body.ProvisioningTemplate is { } template)
        {
            throw FleetError.NotFound(RequestErrors.TemplateNotFound, template);
        }

        return await CreatedAsync(await register.ExecuteAsync(new AuthorityRegistration(body.Name,
            certificate, body.VerificationCertificatePem), context.Actor(), cancellationToken), queries, context, cancellationToken);
    }

    private static async Task<IResult> PatchAsync(string id, AuthorityPatch body, ChangeAuthorityStatus change,
        ProveAuthority prove, SetDefaultIssuer standard, AuthorityQueries queries, HttpContext context, CancellationToken cancellationToken)
    {
        // Only one field is allowed: of two changes, one could succeed and the other be refused.
        switch (body)
        {
            case { Status: { } word, VerificationCertificatePem: null, Standard: null }:
                return Results
                    .Ok(AuthorityChangeAnswer.Of(await change.ExecuteAsync(id, Status(word), context.Actor(), cancellationToken)));
            case { Status: null, VerificationCertificatePem: { } proof, Standard: null }:
                await prove.ExecuteAsync(id, proof, context.Actor(), cancellationToken);
                break;
            case { Status: null, VerificationCertificatePem: null, Standard: true }:
                await standard.ExecuteAsync(id, context.Actor(), cancellationToken);
                break;
            case { Standard: false }:
                throw new FleetError(AuthorityErrors.Invalid,
                    [new Fault("standard", "Make another authority the default issuer instead.")]);
            default:
                throw new FleetError(AuthorityErrors.Invalid, [new Fault("status",
                    "Send exactly one of status, verificationCertificatePem and standard.")]);
        }

        return Results.Ok(await ReadAsync(id, queries, context, cancellationToken));
    }

    private static async Task<CrlAnswer> AcceptCrlAsync(
        string id, AcceptCrl accept, HttpContext context, CancellationToken cancellationToken)
    {
        // Check the right before the body of up to 16 MiB is read into memory.
        context.Actor().Require(Permission.Administer);
        using var body = new MemoryStream((int)Math.Min(context.Request.ContentLength ?? 0, ExternalCrl.MaxLength));
        await context.Request.Body.CopyToAsync(body, cancellationToken);
        return CrlAnswer.Of(await accept.ExecuteAsync(id, body.ToArray(), context.Actor(), cancellationToken));
    }

    private static AuthorityStatus Status(string text) => text switch
    {
        "active" => AuthorityStatus.Active,
        "disabled" => AuthorityStatus.Disabled,
        _ => throw new FleetError(AuthorityErrors.Invalid, [new Fault("status", "The status must be active or disabled.")]),
    };

    private static async Task<IResult> CreatedAsync(
        string id, AuthorityQueries queries, HttpContext context, CancellationToken cancellationToken) =>
        Results.Created($"/api/v1/authorities/{id}", await ReadAsync(id, queries, context, cancellationToken));

    private static async Task<AuthorityAnswer> ReadAsync(
        string id, AuthorityQueries queries, HttpContext context, CancellationToken cancellationToken) =>
        AuthorityAnswer.Of(await queries.FindAsync(id, context.Actor(), cancellationToken)
            ?? throw FleetError.NotFound(AuthorityErrors.NotFound, id));
}
