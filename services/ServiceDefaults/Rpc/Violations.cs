using System.Globalization;
using System.Text;
using Google.Rpc;

namespace MedHelm.ServiceDefaults.Rpc;

/// <summary>
/// Collects everything that is wrong with a request, so that the caller hears it all at once; of very many violations the
/// first ones and how many more there are, because an error must fit into trailers.
/// </summary>
public sealed class Violations
{
    private const int Most = 25;
    private const int LongestField = 100;
    private const int LongestDescription = 300;
    private const int MostBytes = 2800;

    private readonly List<BadRequest.Types.FieldViolation> found = [];
    private int bytes;
    private int more;

    /// <summary>Notes a violation: the field as the caller wrote it, and what it must be.</summary>
    public void Add(string field, string message)
    {
        var violation = new BadRequest.Types.FieldViolation { Field = ShortText.Cut(field, LongestField), Description = ShortText.Cut(message, LongestDescription) };
        bytes += Encoding.UTF8.GetByteCount(violation.Field) + Encoding.UTF8.GetByteCount(violation.Description);
        // What comes after the first that found no room is only counted, so that those told are the first ones.
        if (more > 0 || found.Count == Most || (bytes > MostBytes && found.Count > 0)) more++;
        else found.Add(violation);
    }

    /// <summary>Notes a violation unless the condition holds.</summary>
    public void Require(bool condition, string field, string message)
    {
        if (!condition) Add(field, message);
    }

    /// <summary>Throws INVALID_ARGUMENT with every violation, if there is any.</summary>
    public void ThrowIfAny()
    {
        if (found.Count == 0) return;
        throw Errors.Invalid(more == 0 ? found : [.. found, new() { Field = "...", Description = string.Create(CultureInfo.InvariantCulture, $"and {more} more.") }]);
    }
}
