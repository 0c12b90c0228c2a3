using System.Globalization;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;
using FleetPortal.Fleet.Audit;

namespace FleetPortal.Slices.Audit;

/// <summary>Writes the audit to a file. Entries are streamed one by one, so memory use does not grow with the audit.</summary>
internal sealed record AuditExport(
    string ContentType, string FileName, Func<Stream, IAsyncEnumerable<AuditEntry>, CancellationToken, Task> WriteAsync)
{
    private static readonly JsonSerializerOptions Json =
        new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Comma-separated values (RFC 4180). A text that a spreadsheet would execute as a formula is escaped.</summary>
    public static AuditExport Csv { get; } = new("text/csv; charset=utf-8", "audit.csv", WriteCsvAsync);

    /// <summary>One JSON object per line, in the shape that <c>GET /audit</c> returns.</summary>
    public static AuditExport JsonLines { get; } = new("application/jsonl", "audit.jsonl", WriteJsonAsync);

    /// <summary>Returns the format <c>csv</c> or <c>jsonl</c>, or null for any other name.</summary>
    public static AuditExport? Of(string? format) => format switch
    {
        "csv" => Csv,
        "jsonl" => JsonLines,
        _ => null,
    };

    private static async Task WriteCsvAsync(Stream stream, IAsyncEnumerable<AuditEntry> entries, CancellationToken cancellationToken)
    {
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture) { InjectionOptions = InjectionOptions.Escape };
        await using var writer = new StreamWriter(stream, leaveOpen: true);
        await using var csv = new CsvWriter(writer, configuration, leaveOpen: true);
        foreach (var heading in new[] { "sequence",
            "at", "actor", "actorKind", "actorId", "action", "target", "targetKind", "thing", "details", "previousHash", "hash" })
        {
            csv.WriteField(heading);
        }

        await csv.NextRecordAsync();
        await foreach (var entry in entries.WithCancellation(cancellationToken))
        {
            csv.WriteField(entry.Sequence);
            csv.WriteField(entry.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
            foreach (var text in new[] { entry.Actor, entry.ActorKind, entry.ActorId,
                entry.Action, entry.Target, entry.TargetKind, entry.ThingName, entry.Details, entry.PreviousHash, entry.Hash })
            {
                csv.WriteField(text);
            }

            await csv.NextRecordAsync();
        }
    }

    private static async Task WriteJsonAsync(Stream stream, IAsyncEnumerable<AuditEntry> entries, CancellationToken cancellationToken)
    {
        await foreach (var entry in entries.WithCancellation(cancellationToken))
        {
            await JsonSerializer.SerializeAsync(stream, AuditEntryAnswer.Of(entry), Json, cancellationToken);
            await stream.WriteAsync("\n"u8.ToArray(), cancellationToken);
        }
    }
}
