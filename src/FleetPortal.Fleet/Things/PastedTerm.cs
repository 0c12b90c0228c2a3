using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Things;

/// <summary>A pasted text in a query of Things: it finds the Thing that the certificate or the name belongs to.</summary>
/// <param name="Word">The text again where it may also be a part of a ThingName; null where it cannot.</param>
internal sealed record PastedTerm(PastedCredential Credential, string? Word)
{
    // Fewer digits are looked for in names alone: many names hold a few.
    private const int MinDigits = 16;

    /// <summary>Null for a word.</summary>
    /// <exception cref="FleetError"><c>query-private-key</c>, <c>query-invalid</c>.</exception>
    public static PastedTerm? Of(string? text) => PastedSearch.Read(text) switch
    {
        { IsExact: true } exact => new PastedTerm(exact, null),
        { } digits when text!.Trim() is { Length: >= MinDigits } word => new PastedTerm(digits, word),
        _ => null,
    };

    public IQueryable<ThingRecord> Narrow(FleetDbContext db, IQueryable<ThingRecord> things)
    {
        var keys = PastedSearch.Certificates(db, Credential);
        var holders = db.Set<CertificateRecord>().Where(x => keys.Contains(x.Key)).Select(x => x.ThingKey);
        if (Word is { } word)
        {
            var named = NameSearch.Narrow(db, db.Set<ThingRecord>(), word).Select(thing => thing.Key);
            return things.Where(thing => named.Contains(thing.Key) || holders.Contains(thing.Key));
        }

        var name = Credential.Name;
        return name is null ? things.Where(thing => holders.Contains(thing.Key)) : things.Where(thing => thing.Name == name);
    }
}
