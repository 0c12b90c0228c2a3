namespace FleetPortal.Simulator.Story;

/// <summary>
/// Remembers across restarts which steps of the story are done, in a file of the state directory. What an operator changes afterwards is
/// therefore not undone by the next start. Thread-safe.
/// </summary>
internal sealed class StoryProgress
{
    private const string FileName = "story";

    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly HashSet<string> _done;

    private StoryProgress(string path) => (_path, _done) = (path, new HashSet<string>(File.ReadLines(path), StringComparer.Ordinal));

    /// <summary>
    /// Opens the progress in a state directory. Null if the directory holds identities of a fleet without a story: those Things stay as
    /// they are.
    /// </summary>
    public static StoryProgress? Open(string directory)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, FileName);
        if (!File.Exists(path))
        {
            if (Directory.EnumerateFiles(directory, "*.pem").Any())
            {
                return null;
            }

            File.WriteAllText(path, "");
        }

        return new StoryProgress(path);
    }

    /// <summary>Whether a step was done in this run or an earlier one.</summary>
    public bool IsDone(string step)
    {
        lock (_lock)
        {
            return _done.Contains(step);
        }
    }

    /// <summary>Stores that a step is done.</summary>
    public void MarkDone(string step)
    {
        lock (_lock)
        {
            if (_done.Add(step))
            {
                File.AppendAllText(_path, step + "\n");
            }
        }
    }
}
