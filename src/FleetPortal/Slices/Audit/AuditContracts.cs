using System.Text.Json;
using FleetPortal.Fleet.Audit;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Slices.Audit;

/// <summary>An entry of the audit, as <c>GET /audit</c> answers it.</summary>
/// <param name="Sequence">From 1, without gaps.</param>
/// <param name="At">When it was written, UTC.</param>
/// <param name="Actor">The name of the actor. Two actors may have the same.</param>
/// <param name="ActorKind"><c>account</c>, <c>openid</c>, <c>token</c>, <c>persona</c>, <c>device</c> or <c>system</c>.</param>
/// <param name="ActorId">The identifier of the actor; null where the name is unique.</param>
/// <param name="Action">Such as <c>certificate.revoked</c>.</param>
/// <param name="Target">The name or identifier of the target.</param>
/// <param name="TargetKind"><c>thing</c>, <c>certificate</c>, <c>authority</c> and others.</param>
/// <param name="Thing">The Thing whose activity the entry belongs to.</param>
/// <param name="Before">The values that the action replaced.</param>
/// <param name="After">The values afterwards.</param>
/// <param name="Note">The reason that the actor gave.</param>
/// <param name="RemoteAddress">From where the actor acted.</param>
/// <param name="Details">What else was written.</param>
/// <param name="Hash">SHA-256 over the previous hash and the content of the entry, lower-case hex.</param>
/// <param name="PreviousHash">The hash of the entry before it; 64 zeros for the first.</param>
public sealed record AuditEntryAnswer(
    long Sequence, DateTimeOffset At, string Actor, string ActorKind, string? ActorId, string Action, string Target, string TargetKind, string? Thing,
    IReadOnlyDictionary<string, JsonElement>? Before, IReadOnlyDictionary<string, JsonElement>? After, string? Note, string? RemoteAddress,
    IReadOnlyDictionary<string, JsonElement>? Details, string Hash, string PreviousHash)
{
    /// <summary>From an entry.</summary>
    public static AuditEntryAnswer Of(AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var details = AuditDetails.Read(entry.Details);
        return new AuditEntryAnswer(
            entry.Sequence, entry.At, entry.Actor, entry.ActorKind, entry.ActorId, entry.Action, entry.Target, entry.TargetKind, entry.ThingName,
            OrNull(details.Before), OrNull(details.After), details.Note, details.RemoteAddress, OrNull(details.Others), entry.Hash, entry.PreviousHash);
    }

    private static IReadOnlyDictionary<string, JsonElement>? OrNull(IReadOnlyDictionary<string, JsonElement> values) => values.Count == 0 ? null : values;
}

/// <summary>A page of the audit. There is no total: a filter is not counted over the whole audit.</summary>
/// <param name="NextCursor">For the next, older page; null on the last one.</param>
public sealed record AuditListAnswer(IReadOnlyList<AuditEntryAnswer> Items, string? NextCursor);

/// <summary>The head of the audit chain, as <c>GET /audit/head</c> answers it. Store it elsewhere: it proves later that nothing was removed.</summary>
/// <param name="Sequence">The number of the newest entry; 0 if there is none.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="VerifiedEntries">How many entries the last verification read, from the first one on.</param>
/// <param name="VerifiedAt">When the chain was last verified; null before the first verification.</param>
/// <param name="Holds">Whether it held.</param>
/// <param name="BrokenAt">The number of the first entry that does not fit.</param>
public sealed record AuditHeadAnswer(long Sequence, string? Hash, long VerifiedEntries, DateTimeOffset? VerifiedAt, bool Holds, long? BrokenAt)
{
    /// <summary>From the newest entry and the state of the chain.</summary>
    public static AuditHeadAnswer Of(AuditEntry? head, AuditChainState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return new AuditHeadAnswer(head?.Sequence ?? 0, head?.Hash, state.Entries, state.VerifiedAt, state.Holds, state.BrokenAt);
    }
}
