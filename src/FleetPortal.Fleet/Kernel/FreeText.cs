namespace FleetPortal.Fleet.Kernel;

/// <summary>The rule for notes that people write: they stay in the audit for ever, and are hashed with it.</summary>
public static class FreeText
{
    /// <summary>The longest note, in characters.</summary>
    public const int MaxNote = 1_000;

    /// <summary>Refuses a note that is too long, or that has characters which cannot be seen or turn others round; it may have several lines.</summary>
    /// <exception cref="FleetError"><c>note-too-long</c>, <c>note-invalid</c>.</exception>
    public static void RequireNote(string? note)
    {
        if (note?.Length > MaxNote)
        {
            throw new FleetError(CommonErrors.NoteTooLong, [new Fault("note", $"A note has at most {MaxNote:N0} characters, not {note.Length:N0}.")]);
        }

        if (note is not null && NameRules.HasHiddenCharacters(note.Replace("\r\n", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal).Replace("\t", "", StringComparison.Ordinal)))
        {
            throw new FleetError(CommonErrors.NoteInvalid, [new Fault("note", "A note has no control characters and none that cannot be seen or turn the text round.")]);
        }
    }
}
