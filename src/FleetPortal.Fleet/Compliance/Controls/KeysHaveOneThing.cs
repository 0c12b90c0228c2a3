using FleetPortal.Fleet.Certificates;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Compliance.Controls;

/// <summary>Every public key belongs to exactly one Thing, whatever the number of its certificates.</summary>
internal sealed class KeysHaveOneThing : IControl
{
    private const string IsHeld = """
        SELECT 1 FROM pragma_foreign_key_list('Certificates') WHERE "table" = 'ThingKeys' AND "from" = 'KeyHash'
        """;

    /// <inheritdoc/>
    public ControlDescription Description { get; } = new("1.1-f", "1.1", "One Thing for each key",
        "Identity principals, such as certificates, should not be shared between devices.",
        "Counts the public keys of all certificates, and those of them that belong to exactly one Thing.",
        "public key", "public keys", "in certificates of several Things", new Remedy("Open certificates", "certificates"));

    /// <inheritdoc/>
    public Measurement Measure(ControlContext context)
    {
        // The table allows one Thing for each key, and a certificate refers to the pair of both.
        var keys = context.Db.Set<ThingKeyRecord>().LongCount();
        var (isUnique, isHeld) = (context.IsUnique("ThingKeys", "KeyHash"), context.Sql.Scalar<long?>(IsHeld) is not null);
        return new Measurement(keys, isUnique && isHeld ? keys : 0, new Dictionary<string, object>
        {
            ["publicKeys"] = keys,
            ["uniqueIndexOnKey"] = isUnique,
            ["certificatesReferToKeyAndThing"] = isHeld,
        });
    }
}
