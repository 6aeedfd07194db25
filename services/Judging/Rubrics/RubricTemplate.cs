using System.Globalization;
using DotLiquid;
using DotLiquid.Exceptions;
using MedHelm.Contracts.Judging.V1;

namespace MedHelm.Judging.Rubrics;

/// <summary>
/// A rubric's prompt, parsed once and rendered for each answer. Inserted texts are data: they are neither escaped for HTML nor read
/// as template, and cannot close the tags around them (see <see cref="TagGuard"/>). A missing gold response is nil, so a template can test for it.
/// </summary>
internal sealed class RubricTemplate
{
    private readonly Template template;
    private readonly TagGuard guard;
    private readonly string identity;

    private RubricTemplate(Template template, Rubric rubric)
    {
        this.template = template;
        guard = new TagGuard(rubric.Template);
        identity = IdentityOf(rubric);
    }

    /// <exception cref="InvalidOperationException">The template is not Liquid.</exception>
    public static RubricTemplate Parse(Rubric rubric)
    {
        try
        {
            var parsed = Template.Parse(rubric.Template, SyntaxCompatibility.DotLiquid22a);
            parsed.MakeThreadSafe();
            return new RubricTemplate(parsed, rubric);
        }
        catch (LiquidException e)
        {
            throw new InvalidOperationException($"The template of {IdentityOf(rubric)} cannot be parsed: {e.Message} Correct it in the benchmark's definition.", e);
        }
    }

    /// <param name="answer">What the jury is shown.</param>
    /// <param name="criteria">What it rates: the rubric's criteria, or the instance's own.</param>
    /// <exception cref="InvalidOperationException">The template cannot be rendered.</exception>
    public string Render(JudgedAnswer answer, IEnumerable<Criterion> criteria)
    {
        try
        {
            return template.Render(new RenderParameters(CultureInfo.InvariantCulture)
            {
                LocalVariables = new Hash
                {
                    ["question"] = guard.Neutralize(answer.Question),
                    ["response"] = guard.Neutralize(answer.Response),
                    ["gold_response"] = answer.GoldResponse is { } gold ? guard.Neutralize(gold) : null,
                    ["criteria"] = criteria.Select(criterion => new Hash { ["name"] = criterion.Name, ["description"] = guard.Neutralize(criterion.Description) }).ToArray(),
                },
                // The default would write the error into the prompt.
                ErrorsOutputMode = ErrorsOutputMode.Rethrow,
                SyntaxCompatibilityLevel = SyntaxCompatibility.DotLiquid22a,
            });
        }
        catch (LiquidException e)
        {
            throw new InvalidOperationException($"The template of {identity} cannot be rendered: {e.Message} Correct it in the benchmark's definition.", e);
        }
    }

    private static string IdentityOf(Rubric rubric) =>
        string.Create(CultureInfo.InvariantCulture, $"rubric '{rubric.Id}' version {rubric.Version}");
}
