using MedHelm.Contracts.Judging.V1;
using Microsoft.Extensions.Caching.Memory;

namespace MedHelm.Judging.Rubrics;

/// <summary>Parsed templates by rubric digest, which names their every byte.</summary>
internal sealed class RubricTemplates : IDisposable
{
    private const int MostTemplates = 200;
    private readonly MemoryCache parsed = new(new MemoryCacheOptions { SizeLimit = MostTemplates });

    public RubricTemplate Of(Rubric rubric) => parsed.GetOrCreate(rubric.Sha256, entry =>
    {
        entry.Size = 1;
        return RubricTemplate.Parse(rubric);
    })!;

    public void Dispose() => parsed.Dispose();
}
