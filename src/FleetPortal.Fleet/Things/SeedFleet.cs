using System.Globalization;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Audit;
using FleetPortal.Fleet.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace FleetPortal.Fleet.Things;

/// <summary>
/// Fills an empty registry with a synthetic fleet, for trying out size. The Things are named and spread as a real fleet
/// is; they have no certificates, because a certificate that nobody holds a key for would be a lie.
/// </summary>
public sealed class SeedFleet(Registry registry)
{
    private const int Chunk = 20_000;
    private static readonly string[] Types = ["meter", "pump", "valve", "gateway"];

    /// <summary>Adds Things <c>TYPE-000001</c> and so on.</summary>
    /// <exception cref="FleetError"><c>registry-not-empty</c>, <c>seed-invalid</c>, <c>forbidden</c>.</exception>
    public async Task ExecuteAsync(int things, IProgress<int> progress, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(progress);
        actor.Require(Permission.Administer);
        if (things is < 1 or > 2_000_000)
        {
            throw new FleetError("seed-invalid", [new Fault("things", "Seed 1 to 2,000,000 Things.")]);
        }

        await using (var db = registry.Read())
        {
            if (await db.Things.AnyAsync(cancellationToken))
            {
                throw new FleetError(FleetErrorKind.Refused, "registry-not-empty", "The registry holds Things already. Seed an empty data directory: --Data:Directory=./data-seed");
            }
        }

        for (var from = 0; from < things; from += Chunk)
        {
            var (first, count) = (from, Math.Min(Chunk, things - from));
            await registry.WriteAsync(scope => Insert(scope, first, count), cancellationToken);
            progress.Report(from + count);
        }

        await registry.WriteAsync(scope => scope.Audit(actor, "fleet.seeded", new AuditTarget("thing", "*"), new { things }), cancellationToken);
    }

    private static void Insert(WriteScope scope, int first, int count)
    {
        var connection = (SqliteConnection)scope.Db.Database.GetDbConnection();
        var transaction = (SqliteTransaction)scope.Db.Database.CurrentTransaction!.GetDbTransaction();
        using var thing = Command(connection, transaction, "INSERT INTO Things (Name, Type, Enabled, Attributes, CreatedAt, Version, Connected) VALUES ($name, $type, 1, '{}', $at, 1, 0) RETURNING \"Key\"", "$name", "$type", "$at");
        using var group = Command(connection, transaction, "INSERT INTO ThingGroups (ThingKey, Name) VALUES ($key, $group)", "$key", "$group");
        thing.Parameters["$at"].Value = scope.Now.ToUnixTimeMilliseconds();
        for (var i = first; i < first + count; i++)
        {
            // A reproducible spread: mostly meters, few gateways.
            var type = Types[(i % 10) switch { < 6 => 0, < 8 => 1, < 9 => 2, _ => 3 }];
            thing.Parameters["$name"].Value = string.Create(CultureInfo.InvariantCulture, $"{type}-{i + 1:D7}");
            thing.Parameters["$type"].Value = type;
            group.Parameters["$key"].Value = thing.ExecuteScalar();
            group.Parameters["$group"].Value = string.Create(CultureInfo.InvariantCulture, $"plant-{(i % 40) + 1}");
            group.ExecuteNonQuery();
        }
    }

    private static SqliteCommand Command(SqliteConnection connection, SqliteTransaction transaction, string text, params string[] parameters)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = text;
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new SqliteParameter(parameter, null));
        }

        return command;
    }
}
