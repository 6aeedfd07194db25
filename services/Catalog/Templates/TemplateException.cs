namespace MedHelm.Catalog.Templates;

/// <summary>A template cannot be parsed or rendered. The message holds names from the template, never row text.</summary>
internal sealed class TemplateException(string message, Exception inner) : Exception(message, inner);
