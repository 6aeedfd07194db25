namespace MedHelm.Catalog.Acquisition;

/// <summary>Hears how getting data goes. Called from one thread at a time.</summary>
public interface IAcquisitionProgress
{
    /// <summary>Something a person should know, as a sentence.</summary>
    void Say(string line);

    /// <summary>So many bytes of a download are there, those of earlier attempts included.</summary>
    /// <param name="file">What is downloaded.</param>
    /// <param name="done">Bytes.</param>
    /// <param name="total">Null where the server does not say.</param>
    void Advance(string file, long done, long? total);
}
