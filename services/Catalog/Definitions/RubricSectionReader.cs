using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using MedHelm.Catalog.Templates;
using MedHelm.Catalog.Yaml;
using MedHelm.Contracts.Judging.V1;

namespace MedHelm.Catalog.Definitions;

internal static class RubricSectionReader
{
    public static Rubric Read(YamlMap map, string benchmark, CatalogFolder folder)
    {
        var rubric = new Rubric
        {
            Id = benchmark,
            Version = map.Integer("version", 1, int.MaxValue),
            ScaleMin = map.Integer("scale_min", -1000, 1000),
            ScaleMax = map.Integer("scale_max", -1000, 1000),
        };
        rubric.Template = map.Has("template")
            ? map.Template("template", TemplateCheck.Rubric).Text
            : StandardRubric.Fill(map, folder.StandardRubric, (int)rubric.ScaleMin, (int)rubric.ScaleMax);
        foreach (var entry in map.Maps("criteria"))
        {
            rubric.Criteria.Add(new Criterion { Name = entry.Text("name"), Description = entry.Text("description") });
            entry.RejectOtherKeys();
        }

        if (rubric.ScaleMax <= rubric.ScaleMin)
            map.Problem("scale_max", "must be above scale_min.");
        foreach (var repeated in rubric.Criteria.CountBy(c => c.Name, StringComparer.Ordinal).Where(c => c is { Key.Length: > 0, Value: > 1 }))
            map.Problem("criteria", $"names \"{repeated.Key}\" {repeated.Value} times.");
        map.RejectOtherKeys();
        rubric.Sha256 = Hash(rubric);
        return rubric;
    }

    // Over what a juror sees and how it is read, in one fixed order; not over id and version, which do neither.
    private static string Hash(Rubric rubric)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("template", rubric.Template);
            json.WriteStartArray("criteria");
            foreach (var criterion in rubric.Criteria)
            {
                json.WriteStartObject();
                json.WriteString("name", criterion.Name);
                json.WriteString("description", criterion.Description);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteNumber("scale_min", rubric.ScaleMin);
            json.WriteNumber("scale_max", rubric.ScaleMax);
            json.WriteEndObject();
        }

        return Convert.ToHexStringLower(SHA256.HashData(bytes.WrittenSpan));
    }
}
