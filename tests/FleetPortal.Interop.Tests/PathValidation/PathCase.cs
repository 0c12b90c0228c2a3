namespace FleetPortal.Interop.Tests.PathValidation;

/// <summary>One chain and what is to be said of it.</summary>
/// <param name="Name">What is special.</param>
/// <param name="Clause">Where it is written; of RFC 5280 where no other is named.</param>
/// <param name="Accept">What the clause says, and what we say where <paramref name="Differs"/> does not name us.</param>
/// <param name="Leaf">The device's certificate; its issuers hang on it.</param>
internal sealed record PathCase(string Name, string Clause, bool Accept, Forge Leaf)
{
    /// <summary>What the device sends above its own certificate, lowest first; null for what hangs on the leaf, without the root.</summary>
    public IReadOnlyList<Forge>? Sent { get; init; }

    /// <summary>What the other side trusts; null for the topmost issuer.</summary>
    public Forge? Root { get; init; }

    /// <summary>We say the contrary of the clause, and why that is right for us.</summary>
    public string? WeDiffer { get; init; }

    /// <summary>OpenSSL says the contrary of the clause, and why.</summary>
    public string? OpenSslDiffers { get; init; }

    public Forge Anchor => Root ?? Issuers().Last();

    public IReadOnlyList<Forge> Above => Sent ?? [.. Issuers().SkipLast(1)];

    private IEnumerable<Forge> Issuers()
    {
        for (var issuer = Leaf.Issuer; issuer is not null; issuer = issuer.Issuer)
        {
            yield return issuer;
        }
    }
}
