namespace FleetPortal.Fleet;

/// <summary>The rule for notes that people write: they stay in the audit for ever, and are hashed with it.</summary>
public static class FreeText
{
    /// <summary>The longest note, in characters.</summary>
    public const int MaxNote = 1_000;

    /// <summary>Refuses a note that is too long.</summary>
    /// <exception cref="FleetError"><c>note-too-long</c>.</exception>
    public static void RequireNote(string? note)
    {
        if (note?.Length > MaxNote)
        {
            throw new FleetError("note-too-long", [new Fault("note", $"A note has at most {MaxNote:N0} characters, not {note.Length:N0}.")]);
        }
    }
}
