using FleetPortal.Api;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.ExternalAuthorities;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Pki.Keys;
using FleetPortal.Pki.Revocation;
using FleetPortal.Pki.Text;
using Microsoft.AspNetCore.Mvc;

namespace FleetPortal.Slices.Authorities;

/// <summary>Body of <c>POST /authorities/issuing</c>.</summary>
/// <param name="Replaces">The authority that rolls over to the new one.</param>
/// <param name="Organization">Every certificate is named under it (nameConstraints).</param>
/// <param name="KeyStore"><c>file</c> or <c>pkcs11</c>.</param>
public sealed record IssuingBody(string? Name, string? Replaces, string? Organization, int? ValidityYears, string? KeyStore);

/// <summary>Body of <c>POST /authorities</c>.</summary>
/// <param name="ProvisioningTemplate">What its devices get; refused until there is such a template.</param>
public sealed record AuthorityBody(string? Name, string? CertificatePem, string? VerificationCertificatePem, string? ProvisioningTemplate);

/// <summary>Body of <c>PATCH /authorities/{id}</c>: one of the three.</summary>
/// <param name="Status"><c>active</c> or <c>disabled</c>.</param>
/// <param name="Standard">True makes it the one that signs where nobody chose.</param>
public sealed record AuthorityPatch(string? Status, string? VerificationCertificatePem, bool? Standard);

/// <summary>Body of <c>POST /authorities/{id}/retire</c>.</summary>
public sealed record RetireBody(bool? EvenIfStranded);

/// <summary>An authority.</summary>
public sealed record AuthorityAnswer(
    string Id, string Name, string Kind, string Status, string Subject, DateTimeOffset NotAfter, string? Parent, string? Successor, bool Standard, string? KeyStore, int ActiveCertificates,
    string? RegistrationCode, DateTimeOffset StatusChangedAt, DateTimeOffset? CrlThisUpdate, DateTimeOffset? CrlNextUpdate, string CertificatePem)
{
    /// <summary>What somebody should know before they rely on it.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>From a view.</summary>
    public static AuthorityAnswer Of(AuthorityView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new AuthorityAnswer(
            view.Id, view.Name, view.Kind.Text(), view.Status.Text(), CertificateReader.SubjectOf(view.Der), view.NotAfter, view.ParentId, view.SuccessorId, view.IsStandard,
            view.KeyStore?.ToString().ToLowerInvariant(), view.ActiveCertificates, view.ProofCode, view.StatusChangedAt, view.CrlThisUpdate, view.CrlNextUpdate, Pem.Write(Pem.Certificate, view.Der))
        {
            Warnings = view.Warnings,
        };
    }
}

/// <summary>What a change of an authority did.</summary>
public sealed record AuthorityChangeAnswer(string Id, string Status, int SessionsClosed, double ElapsedMilliseconds, KnownAnswer KnownAfterMilliseconds)
{
    /// <summary>From a change.</summary>
    public static AuthorityChangeAnswer Of(AuthorityChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return new AuthorityChangeAnswer(change.Id, change.Status.Text(), change.SessionsClosed, change.Elapsed.TotalMilliseconds, KnownAnswer.Of(change.Known));
    }
}

/// <summary>What <c>PUT /authorities/{id}/crl</c> did.</summary>
/// <param name="Number">cRLNumber in hexadecimal.</param>
/// <param name="Entries">How many certificates the CRL lists.</param>
/// <param name="CertificatesEnded">Of Things, revoked or put on hold just now.</param>
/// <param name="AuthoritiesEnded">Intermediates, ended just now.</param>
public sealed record CrlAnswer(string Authority, string? Number, DateTimeOffset ThisUpdate, DateTimeOffset NextUpdate, int Entries, int CertificatesEnded, int AuthoritiesEnded, int SessionsClosed)
{
    /// <summary>From a result.</summary>
    public static CrlAnswer Of(AcceptedCrl crl)
    {
        ArgumentNullException.ThrowIfNull(crl);
        return new CrlAnswer(crl.AuthorityId, crl.Number, crl.ThisUpdate, crl.NextUpdate, crl.Entries, crl.CertificatesEnded, crl.AuthoritiesEnded, crl.SessionsClosed);
    }
}

/// <summary><c>/authorities</c>.</summary>
internal static class AuthorityEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        var authorities = api.MapGroup("/authorities").WithTags("Authorities");
        authorities.MapGet("", async (AuthorityQueries queries, HttpContext context, CancellationToken cancellationToken) =>
        {
            var all = await queries.ListAsync(context.Actor(), cancellationToken);
            return new ListAnswer<AuthorityAnswer>([.. all.Select(AuthorityAnswer.Of)], null, all.Count);
        });
        authorities.MapGet("/{id}", ReadAsync);
        authorities.MapGet("/{id}/blast-radius", (string id, BlastRadiusQuery radius, HttpContext context, CancellationToken cancellationToken) => radius.OfAuthorityAsync(id, context.Actor(), cancellationToken));
        authorities.MapGet("/roll-overs", (AuthorityQueries queries, HttpContext context, CancellationToken cancellationToken) => queries.RollOversAsync(context.Actor(), cancellationToken));
        authorities.MapPost("/issuing", CreateAsync).Produces<AuthorityAnswer>(StatusCodes.Status201Created);
        authorities.MapPost("/registration-codes", async (CreateRegistrationCode create, HttpContext context, CancellationToken cancellationToken) =>
            Results.Json(await create.ExecuteAsync(context.Actor(), cancellationToken), statusCode: StatusCodes.Status201Created)).Produces<RegistrationCode>(StatusCodes.Status201Created);
        authorities.MapPost("", RegisterAsync).Produces<AuthorityAnswer>(StatusCodes.Status201Created);
        authorities.MapPatch("/{id}", PatchAsync);
        authorities.MapPost("/{id}/retire", async (string id, RetireBody? body, RetireAuthority retire, HttpContext context, CancellationToken cancellationToken) =>
            AuthorityChangeAnswer.Of(await retire.ExecuteAsync(id, body?.EvenIfStranded ?? false, context.Actor(), cancellationToken)));
        authorities.MapPut("/{id}/crl", AcceptCrlAsync).Accepts<byte[]>("application/pkix-crl").Produces<CrlAnswer>().WithMetadata(new RequestSizeLimitAttribute(ExternalCrl.MaxLength));
        authorities.MapDelete("/{id}", async (string id, DiscardAuthority discard, HttpContext context, CancellationToken cancellationToken) =>
        {
            await discard.ExecuteAsync(id, context.Actor(), cancellationToken);
            return Results.NoContent();
        });
    }

    private static async Task<IResult> CreateAsync(IssuingBody body, CreateIssuingAuthority create, AuthorityQueries queries, HttpContext context, CancellationToken cancellationToken)
    {
        KeyStoreKind? store = body.KeyStore is null ? null
            : EnumName.Find<KeyStoreKind>(body.KeyStore) ?? throw new FleetError("authority-invalid", [new Fault("keyStore", "The key is kept in file or in pkcs11.")]);
        var request = new IssuingAuthorityRequest(body.Name ?? "", body.Replaces, body.Organization, body.ValidityYears ?? IssuingAuthorityRequest.StandardYears, store);
        return await CreatedAsync(await create.ExecuteAsync(request, context.Actor(), cancellationToken), queries, context, cancellationToken);
    }

    private static async Task<IResult> RegisterAsync(AuthorityBody body, RegisterAuthority register, AuthorityQueries queries, HttpContext context, CancellationToken cancellationToken)
    {
        if (body.CertificatePem is not { } certificate)
        {
            throw new FleetError("authority-invalid", [new Fault("certificatePem", "Give the authority's certificate in PEM.")]);
        }

        if (body.ProvisioningTemplate is { } template)
        {
            throw FleetError.NotFound("provisioning-template", template);
        }

        return await CreatedAsync(await register.ExecuteAsync(new AuthorityRegistration(body.Name, certificate, body.VerificationCertificatePem), context.Actor(), cancellationToken), queries, context, cancellationToken);
    }

    private static async Task<IResult> PatchAsync(string id, AuthorityPatch body, ChangeAuthorityStatus change, ProveAuthority prove, SetDefaultIssuer standard, AuthorityQueries queries, HttpContext context, CancellationToken cancellationToken)
    {
        // Each is a change of its own: of two, one could be done and the other refused.
        switch (body)
        {
            case { Status: { } word, VerificationCertificatePem: null, Standard: null }:
                return Results.Ok(AuthorityChangeAnswer.Of(await change.ExecuteAsync(id, Status(word), context.Actor(), cancellationToken)));
            case { Status: null, VerificationCertificatePem: { } proof, Standard: null }:
                await prove.ExecuteAsync(id, proof, context.Actor(), cancellationToken);
                break;
            case { Status: null, VerificationCertificatePem: null, Standard: true }:
                await standard.ExecuteAsync(id, context.Actor(), cancellationToken);
                break;
            case { Standard: false }:
                throw new FleetError("authority-invalid", [new Fault("standard", "Make another authority the standard instead.")]);
            default:
                throw new FleetError("authority-invalid", [new Fault("status", "Give one of status, verificationCertificatePem and standard.")]);
        }

        return Results.Ok(await ReadAsync(id, queries, context, cancellationToken));
    }

    private static async Task<CrlAnswer> AcceptCrlAsync(string id, AcceptCrl accept, HttpContext context, CancellationToken cancellationToken)
    {
        // Before the body is read: 16 MiB of a caller who may not are not kept.
        context.Actor().Require(Permission.Administer);
        using var body = new MemoryStream((int)Math.Min(context.Request.ContentLength ?? 0, ExternalCrl.MaxLength));
        await context.Request.Body.CopyToAsync(body, cancellationToken);
        return CrlAnswer.Of(await accept.ExecuteAsync(id, body.ToArray(), context.Actor(), cancellationToken));
    }

    private static AuthorityStatus Status(string text) => text switch
    {
        "active" => AuthorityStatus.Active,
        "disabled" => AuthorityStatus.Disabled,
        _ => throw new FleetError("authority-invalid", [new Fault("status", "The status is active or disabled.")]),
    };

    private static async Task<IResult> CreatedAsync(string id, AuthorityQueries queries, HttpContext context, CancellationToken cancellationToken) =>
        Results.Created($"/api/v1/authorities/{id}", await ReadAsync(id, queries, context, cancellationToken));

    private static async Task<AuthorityAnswer> ReadAsync(string id, AuthorityQueries queries, HttpContext context, CancellationToken cancellationToken) =>
        AuthorityAnswer.Of(await queries.FindAsync(id, context.Actor(), cancellationToken) ?? throw FleetError.NotFound("authority", id));
}
