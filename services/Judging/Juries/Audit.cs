using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using MedHelm.Contracts.Judging.V1;

namespace MedHelm.Judging.Juries;

/// <summary>Which instances every juror is asked about although the first ones agree. Drawn by jury and instance, so that every replica, and every candidate, draws the same.</summary>
internal static class Audit
{
    public static bool Includes(Jury jury, string instanceId)
    {
        if (jury.Escalation is not { AuditShare: > 0 } escalation) return false;
        var drawn = BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(jury.Sha256 + "\n" + instanceId)));
        return drawn / 18_446_744_073_709_551_616.0 < escalation.AuditShare;
    }
}
