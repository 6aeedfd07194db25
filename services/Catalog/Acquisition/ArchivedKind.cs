namespace MedHelm.Catalog.Acquisition;

internal enum ArchivedKind
{
    File,
    Folder,

    /// <summary>Links, devices and the like.</summary>
    Special,

    /// <summary>Remarks of the format, which are no entries.</summary>
    Remark,
}
