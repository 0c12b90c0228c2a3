namespace FleetPortal.Pki;

/// <summary>The error for input that is refused: a stable code, and a message with the fault and the remedy.</summary>
public sealed class PkiException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The stable code in kebab case, such as <c>request-signature</c>.</summary>
    public string Code { get; } = code;
}
