namespace FleetPortal.Fleet.Kernel;

/// <summary>The rule for notes that people write. The audit stores notes for ever and includes them in its hashes.</summary>
public static class FreeText
{
    /// <summary>The maximum length of a note, in characters.</summary>
    public const int MaxNote = 1_000;

    /// <summary>
    /// Throws if the note is too long, or has invisible characters or characters that change the text direction. Line breaks and tabs are
    /// allowed.
    /// </summary>
    /// <exception cref="FleetError"><c>note-too-long</c>, <c>note-invalid</c>.</exception>
    public static void RequireNote(string? note)
    {
        if (note?.Length > MaxNote)
        {
            throw new FleetError(CommonErrors.NoteTooLong,
                [new Fault("note", $"A note has at most {MaxNote:N0} characters, not {note.Length:N0}.")]);
        }

        if (note is not null && NameRules.HasHiddenCharacters(note.Replace("\r\n", "", StringComparison.Ordinal)
            .Replace("\n", "", StringComparison.Ordinal).Replace("\t", "", StringComparison.Ordinal)))
        {
            throw new FleetError(CommonErrors.NoteInvalid, [new Fault("note",
                "A note must not contain control characters, invisible characters or characters that change the text direction.")]);
        }
    }
}
