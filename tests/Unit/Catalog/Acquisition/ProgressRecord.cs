using MedHelm.Catalog.Acquisition;

namespace MedHelm.Tests.Unit.Catalog.Acquisition;

internal sealed class ProgressRecord : IAcquisitionProgress
{
    public List<string> Said { get; } = [];

    public Action<long> OnAdvance { get; set; } = _ => { };

    public void Say(string line) => Said.Add(line);

    public void Advance(string file, long done, long? total) => OnAdvance(done);
}
