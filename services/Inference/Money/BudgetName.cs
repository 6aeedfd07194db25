using System.Text.RegularExpressions;

namespace MedHelm.Inference.Money;

/// <summary>What a budget may be called.</summary>
internal static partial class BudgetName
{
    public const string Forms = "must be runs/{id}, judgements/{id}, projects/{id}, projects/{id}/monthly, installation or installation/monthly.";

    public static bool IsValid(string name) => Pattern().IsMatch(name);

    [GeneratedRegex(@"^((runs|judgements)/[a-z][a-z0-9-]{3,62}|projects/[a-z][a-z0-9-]{0,62}(/monthly)?|installation(/monthly)?)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pattern();
}
