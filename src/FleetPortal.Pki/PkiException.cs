namespace FleetPortal.Pki;

/// <summary>Something that was handed in is refused. The code is stable; the message says what is wrong and what would be right.</summary>
public sealed class PkiException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>A stable code in kebab case, such as <c>request-weak-key</c>.</summary>
    public string Code { get; } = code;
}
