using System.Text;

namespace MedHelm.Contracts;

/// <summary>The bus address of a deployment: part of the contract between whoever wants completions and Inference.</summary>
public static class CompletionQueue
{
    /// <summary>
    /// Queue for deployments that are not configured (any more): Inference answers each item there with
    /// FAILURE_REASON_UNKNOWN_DEPLOYMENT. Without it the message would wait, or vanish, where nobody listens.
    /// </summary>
    public const string Unknown = "inference-completions_unknown";

    /// <summary>
    /// Queue of CompletionsRequested for one deployment. Characters other than a-z, A-Z, 0-9, "." and "-" are written as "_" and
    /// their hex code, so that different deployments never share a queue.
    /// </summary>
    public static string For(string deployment)
    {
        var name = new StringBuilder("inference-completions-");
        foreach (var b in Encoding.UTF8.GetBytes(deployment))
        {
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'.' or (byte)'-') name.Append((char)b);
            else name.Append('_').Append(Convert.ToHexStringLower([b]));
        }
        return name.ToString();
    }
}
