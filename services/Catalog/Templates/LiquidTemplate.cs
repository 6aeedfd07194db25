using System.Globalization;
using DotLiquid;
using DotLiquid.Exceptions;

namespace MedHelm.Catalog.Templates;

/// <summary>A Liquid template, parsed once. Text is put in as it is: nothing is escaped, nothing in it is executed.</summary>
internal sealed class LiquidTemplate
{
    // Far more than any record has entries; a loop without end must not keep a service busy.
    private const int MostIterations = 1_000_000;

    private const SyntaxCompatibility Syntax = SyntaxCompatibility.DotLiquid22a;

    public static readonly LiquidTemplate Empty = new("");

    [ThreadStatic]
    private static Renderer? renderer;

    private readonly Template template;

    private LiquidTemplate(string text)
    {
        Text = text;
        template = DotLiquid.Template.Parse(text, Syntax);
        template.MakeThreadSafe();
    }

    public string Text { get; }

    public static LiquidTemplate Parse(string text)
    {
        try
        {
            return new(text);
        }
        catch (LiquidException e)
        {
            throw new TemplateException(e.Message, e);
        }
    }

    /// <summary>Surrounding white space is trimmed. A variable that does not exist is an error; one that is null is empty.</summary>
    public string Render(params ReadOnlySpan<(string Name, object? Value)> variables)
    {
        renderer ??= new Renderer();
        return renderer.Render(template, variables, open: []).Trim();
    }

    /// <summary>Renders with made-up values to find mistakes; whatever is looked up under an open variable counts as there.</summary>
    public string Try(IReadOnlyList<string> open, params ReadOnlySpan<(string Name, object? Value)> variables)
    {
        renderer ??= new Renderer();
        return renderer.Render(template, variables, open);
    }

    // A context is costly to make (reflection over every filter), so a thread keeps one and swaps the variables.
    private sealed class Renderer
    {
        private readonly Hash variables = [];
        private readonly Context context;
        private readonly RenderParameters parameters;

        public Renderer()
        {
            context = new(
                [variables], [], [], ErrorsOutputMode.Rethrow, MostIterations, CultureInfo.InvariantCulture, CancellationToken.None)
            {
                SyntaxCompatibilityLevel = Syntax,
            };
            context.AddFilters(typeof(RowFilters));
            parameters = RenderParameters.FromContext(context, CultureInfo.InvariantCulture);
        }

        public string Render(Template template, ReadOnlySpan<(string Name, object? Value)> values, IReadOnlyList<string> open)
        {
            foreach (var (name, value) in values)
                variables[name] = value;
            try
            {
                var text = template.Render(parameters);
                return context.Errors.Find(e => !IsUnder(open, e)) is not { } error ? text : throw new TemplateException(Describe(error), error);
            }
            // Filters are called by reflection: a list where a text is wanted comes back as an ArgumentException.
            catch (Exception e) when (e is LiquidException or RenderException or FormatException or InvalidCastException or InvalidOperationException or OverflowException or NullReferenceException or System.ArgumentException)
            {
                throw new TemplateException(Describe(e), e);
            }
            finally
            {
                variables.Clear();
                // Tags such as cycle remember there what they gave last.
                context.Registers.Clear();
                context.Errors.Clear();
                context.Scopes[0].Clear();
            }
        }

        private static bool IsUnder(IReadOnlyList<string> open, Exception e) => e is VariableNotFoundException && open.Any(name =>
            e.Message.Contains($"'{name}.", StringComparison.Ordinal) || e.Message.Contains($"'{name}[", StringComparison.Ordinal) || e.Message.Contains($"'{name}'", StringComparison.Ordinal));

        private static string Describe(Exception e) => e switch
        {
            FilterNotFoundException => $"uses an unknown filter '{e.Message}'",
            VariableNotFoundException => e.Message.Replace("Error - Variable ", "uses ", StringComparison.Ordinal).Replace(" could not be found", ", which does not exist", StringComparison.Ordinal),
            System.ArgumentException or InvalidCastException or InvalidOperationException or FormatException or OverflowException or NullReferenceException => "gives a filter a value that it cannot work on",
            _ => e.Message,
        };
    }
}
