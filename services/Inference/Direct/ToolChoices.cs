namespace MedHelm.Inference.Direct;

/// <summary>The words of tool_choice that name no tool.</summary>
internal static class ToolChoices
{
    public const string Auto = "auto";

    public static bool IsWord(string choice) => choice is Auto or "none" or "required";
}
