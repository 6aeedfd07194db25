using System.Buffers;
using Apache.Arrow.Memory;

namespace MedHelm.Catalog.Datasets.Formats;

/// <summary>Refuses what no honest file of a size would unpack to.</summary>
internal sealed class BoundedAllocator(long fileLength) : MemoryAllocator
{
    private const long Unsuspicious = 64 << 20;
    private const int MostRatio = 1000;

    protected override IMemoryOwner<byte> AllocateInternal(int length, out int bytesAllocated)
    {
        if (length > Math.Max(Unsuspicious, fileLength * MostRatio))
            throw new InvalidDataException("A buffer is larger than the file can hold.");
        bytesAllocated = length;
        return Default.Value.Allocate(length);
    }
}
