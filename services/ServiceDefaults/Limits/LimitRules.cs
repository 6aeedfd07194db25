namespace MedHelm.ServiceDefaults.Limits;

/// <summary>Limits over all replicas.</summary>
/// <param name="MaxInFlight">Most calls in flight, from 1. The adaptive limit moves between 1 and this.</param>
/// <param name="RequestsPerMinute">Most calls in any minute; 0: no limit.</param>
/// <param name="TokensPerMinute">
/// Most tokens in any minute; 0: no limit. A call that alone needs more than what is put by for a second runs into debt, and those
/// after it wait for that.
/// </param>
public sealed record LimitRules(int MaxInFlight, int RequestsPerMinute = 0, long TokensPerMinute = 0);
