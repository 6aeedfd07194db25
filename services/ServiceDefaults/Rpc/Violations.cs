using Google.Rpc;

namespace MedHelm.ServiceDefaults.Rpc;

/// <summary>Collects everything that is wrong with a request, so that the caller hears it all at once.</summary>
public sealed class Violations
{
    private readonly List<BadRequest.Types.FieldViolation> found = [];

    /// <summary>Notes a violation: the field as the caller wrote it, and what it must be.</summary>
    public void Add(string field, string message) => found.Add(new() { Field = field, Description = message });

    /// <summary>Notes a violation unless the condition holds.</summary>
    public void Require(bool condition, string field, string message)
    {
        if (!condition) Add(field, message);
    }

    /// <summary>Throws INVALID_ARGUMENT with every violation, if there is any.</summary>
    public void ThrowIfAny()
    {
        if (found.Count > 0) throw Errors.Invalid(found);
    }
}
