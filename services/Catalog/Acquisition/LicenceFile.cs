using System.Text.Json;
using MedHelm.Catalog.Datasets;

namespace MedHelm.Catalog.Acquisition;

/// <summary>The acceptance of the terms, kept beside the data it is about.</summary>
public static class LicenceFile
{
    /// <summary>
    /// Null where nobody has accepted these terms: never, or other ones than <paramref name="licence"/>, which the definition
    /// now has. Throws <see cref="DatasetException"/> for a record that cannot be read.
    /// </summary>
    public static AcceptedLicence? Read(DatasetFolder folder, string licence)
    {
        var path = PathIn(folder.Path);
        try
        {
            if (!File.Exists(path))
                return null;
            var accepted = JsonSerializer.Deserialize<AcceptedLicence>(File.ReadAllBytes(path), StoredJson.Options) ?? throw new JsonException();
            return string.Equals(accepted.Licence, licence, StringComparison.Ordinal) ? accepted : null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"{path} does not say who accepted the terms: {Reason(e)}. Remove it, and accept them again with 'medhelm datasets accept'.", e);
        }
    }

    /// <summary>Records an acceptance in place of an earlier one, whole or not at all.</summary>
    public static void Write(DatasetFolder folder, AcceptedLicence accepted) => Write(folder.Path, accepted);

    internal static void Write(string folder, AcceptedLicence accepted)
    {
        var path = PathIn(folder);
        try
        {
            WholeFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(accepted, StoredJson.Options));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"{path} cannot be written: {e.Message}. Give the account that runs this the right to write there.", e);
        }
    }

    private static string PathIn(string folder) => Path.Combine(folder, ".medhelm", "licence.json");

    private static string Reason(Exception e) => e is JsonException ? "it is no such record" : e.Message;
}
