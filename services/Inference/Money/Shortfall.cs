namespace MedHelm.Inference.Money;

/// <summary>A budget has no room for a call.</summary>
/// <param name="Budget">Its name.</param>
/// <param name="Needed">Worst case of the call, in billionths of a US dollar.</param>
/// <param name="Available">Limit less spent and reserved.</param>
/// <param name="MayPass">True when reservations of calls under way take the room: once they settle, there may be enough.</param>
internal sealed record Shortfall(string Budget, long Needed, long Available, bool MayPass);
