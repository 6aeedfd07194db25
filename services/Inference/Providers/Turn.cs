using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Inference.Providers;

/// <summary>Neighbouring messages of one side. Several APIs demand that the sides take turns, and that all results of tools come back in one turn.</summary>
/// <param name="OfAssistant">The model's side; else the user's, with the results of tools.</param>
/// <param name="Messages">At least one, in order.</param>
internal sealed record Turn(bool OfAssistant, IReadOnlyList<Message> Messages)
{
    /// <summary>The turns of a conversation. Instructions are left out: those APIs take them apart.</summary>
    public static IReadOnlyList<Turn> Of(Conversation conversation)
    {
        var turns = new List<Turn>();
        var side = new List<Message>();
        foreach (var message in conversation.Messages)
        {
            if (message.Role == Role.System) continue;
            if (side.Count > 0 && side[^1].Role == Role.Assistant != (message.Role == Role.Assistant)) End();
            side.Add(message);
        }
        if (side.Count > 0) End();
        return turns;

        void End()
        {
            turns.Add(new Turn(side[0].Role == Role.Assistant, side));
            side = [];
        }
    }

    /// <summary>The instructions' texts, in order.</summary>
    public static IEnumerable<string> Instructions(Conversation conversation) =>
        conversation.Messages.Where(message => message.Role == Role.System && message.Content.Length > 0).Select(message => message.Content);
}
