namespace MedHelm.Inference.Storage;

/// <summary>A claim in the books.</summary>
/// <param name="Claim">Whose, and for what.</param>
/// <param name="UntilMs">When it ends unless it is renewed, by the database's clock.</param>
internal sealed record HeldClaim(Claim Claim, long UntilMs);
