using MedHelm.Catalog.Datasets;

namespace MedHelm.Catalog.Acquisition;

/// <summary>Records that somebody agreed to the terms of data that is put into place by hand.</summary>
public static class LicenceAcceptance
{
    /// <exception cref="DatasetException">Somebody else is writing there, or it cannot be written.</exception>
    public static void Record(BenchmarkFiles files, AcceptedLicence accepted)
    {
        using var workplace = DatasetWorkplace.Open([files.Folder])[0];
        LicenceFile.Write(workplace.Target, accepted);
    }
}
