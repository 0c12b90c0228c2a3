using System.Text.Json;
using FleetPortal.Api;
using FleetPortal.Fleet.Audit;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Slices.Audit;

/// <summary>An entry of the audit, as <c>GET /audit</c> returns it.</summary>
/// <param name="Sequence">The number of the entry, from 1 without gaps.</param>
/// <param name="At">When the entry was written, UTC.</param>
/// <param name="Actor">The name of the actor. It is not unique.</param>
/// <param name="ActorKind"><c>account</c>, <c>openid</c>, <c>token</c>, <c>persona</c>, <c>device</c> or <c>system</c>.</param>
/// <param name="ActorId">The identifier of the actor; null if the name is unique.</param>
/// <param name="Action">The audit action, such as <c>certificate.revoked</c>.</param>
/// <param name="Target">The name or identifier of the target.</param>
/// <param name="TargetKind"><c>thing</c>, <c>certificate</c>, <c>authority</c> and others.</param>
/// <param name="Thing">The Thing whose activity the entry belongs to.</param>
/// <param name="Before">The values that the action replaced.</param>
/// <param name="After">The values afterwards.</param>
/// <param name="Note">The reason that the actor gave.</param>
/// <param name="RemoteAddress">The IP address of the actor.</param>
/// <param name="Details">All other details of the entry.</param>
/// <param name="Hash">SHA-256 over the previous hash and the content of the entry, lower-case hex.</param>
/// <param name="PreviousHash">The hash of the entry before it; 64 zeros for the first.</param>
public sealed record AuditEntryAnswer(
    long Sequence, DateTimeOffset At, string Actor,
    [property: OneOf(typeof(ActorKinds))] string ActorKind, string? ActorId, string Action, string Target, string TargetKind, string? Thing,
    IReadOnlyDictionary<string, JsonElement>? Before, IReadOnlyDictionary<string, JsonElement>? After, string? Note, string? RemoteAddress,
    IReadOnlyDictionary<string, JsonElement>? Details, string Hash, string PreviousHash)
{
    /// <summary>Converts an entry of the audit.</summary>
    public static AuditEntryAnswer Of(AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var details = AuditDetails.Read(entry.Details);
        return new AuditEntryAnswer(
            entry.Sequence, entry.At,
            entry.Actor, entry.ActorKind, entry.ActorId, entry.Action, entry.Target, entry.TargetKind, entry.ThingName,
            OrNull(details.Before),
            OrNull(details.After), details.Note, details.RemoteAddress, OrNull(details.Others), entry.Hash, entry.PreviousHash);
    }

    private static IReadOnlyDictionary<string, JsonElement>? OrNull(IReadOnlyDictionary<string, JsonElement> values) => values.Count == 0
        ? null : values;
}

/// <summary>A page of the audit. It has no total, because counting the matches would read the whole audit.</summary>
/// <param name="Items">The entries of this page, newest first.</param>
/// <param name="NextCursor">The cursor of the next, older page; null on the last page.</param>
public sealed record AuditListAnswer(IReadOnlyList<AuditEntryAnswer> Items, string? NextCursor);

/// <summary>
/// The head of the audit chain, as <c>GET /audit/head</c> returns it. Store it elsewhere: with it you can prove later that nothing was
/// removed.
/// </summary>
/// <param name="Sequence">The number of the newest entry; 0 if there is none.</param>
/// <param name="Hash">The hash of the newest entry.</param>
/// <param name="VerifiedEntries">The number of entries that the last verification read.</param>
/// <param name="VerifiedAt">When the chain was last verified; null before the first verification.</param>
/// <param name="Holds">Whether the last verification found the chain intact.</param>
/// <param name="BrokenAt">The number of the first entry that does not match the chain.</param>
public sealed record AuditHeadAnswer(
    long Sequence, string? Hash, long VerifiedEntries, DateTimeOffset? VerifiedAt, bool Holds, long? BrokenAt)
{
    /// <summary>Creates the answer from the newest entry and the state of the chain.</summary>
    public static AuditHeadAnswer Of(AuditEntry? head, AuditChainState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return new AuditHeadAnswer(head?.Sequence ?? 0, head?.Hash, state.Entries, state.VerifiedAt, state.Holds, state.BrokenAt);
    }
}
