using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using MedHelm.Catalog.Templates;
using MedHelm.Catalog.Yaml;
using MedHelm.Contracts.Judging.V1;

namespace MedHelm.Catalog.Definitions;

internal static class RubricSectionReader
{
    private const double MostPoints = 1_000_000;

    /// <summary>True when its criteria are met or not, for points.</summary>
    public static bool HasPoints(Rubric rubric) => rubric.InstanceCriteria.Length > 0 || rubric.Criteria.Any(c => c.Points != 0);

    public static Rubric Read(YamlMap map, string benchmark, RubricTexts texts)
    {
        var rubric = new Rubric { Id = benchmark, Version = map.Integer("version", 1, int.MaxValue), InstanceCriteria = map.OptionalText("instance_criteria") ?? "" };
        if (rubric.InstanceCriteria.Length == 0)
            rubric.Criteria.Add(map.Maps("criteria").Select(ReadCriterion));
        else if (map.Has("criteria"))
            map.Problem("criteria", "is never used beside instance_criteria, by which every instance brings its own.");
        var points = HasPoints(rubric);
        rubric.ScaleMin = points && !map.Has("scale_min") ? 0 : map.Integer("scale_min", -1000, 1000);
        rubric.ScaleMax = points && !map.Has("scale_max") ? 1 : map.Integer("scale_max", -1000, 1000);
        rubric.Template = map.Has("template")
            ? map.Template("template", TemplateCheck.Rubric).Text
            : StandardRubric.Fill(map, texts.For(points), rubric.ScaleMin, rubric.ScaleMax);
        if (rubric.ScaleMax <= rubric.ScaleMin)
            map.Problem("scale_max", "must be above scale_min.");
        if (points)
            CheckPoints(map, rubric);
        foreach (var repeated in rubric.Criteria.CountBy(c => c.Name, StringComparer.Ordinal).Where(c => c is { Key.Length: > 0, Value: > 1 }))
            map.Problem("criteria", $"names \"{repeated.Key}\" {repeated.Value} times.");
        map.RejectOtherKeys();
        rubric.Sha256 = Hash(rubric);
        return rubric;
    }

    private static Criterion ReadCriterion(YamlMap map)
    {
        var criterion = new Criterion { Name = map.Text("name"), Description = map.Text("description"), Points = map.OptionalNumber("points", -MostPoints, MostPoints) ?? 0 };
        if (map.Has("points") && criterion.Points == 0)
            map.Problem("points", "must not be 0, which would make the criterion idle.");
        map.RejectOtherKeys();
        return criterion;
    }

    private static void CheckPoints(YamlMap map, Rubric rubric)
    {
        if ((rubric.ScaleMin, rubric.ScaleMax) != (0, 1))
            map.Problem("scale_max", "must be 1, and scale_min 0, where criteria have points: each is met or not.");
        if (rubric.InstanceCriteria.Length > 0)
            return;
        foreach (var idle in rubric.Criteria.Where(c => c.Points == 0))
            map.Problem("criteria", $"has \"{idle.Name}\" without points, beside others that have some.");
        if (!rubric.Criteria.Any(c => c.Points > 0))
            map.Problem("criteria", "has none with points above 0, so that no answer could be good.");
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
                if (criterion.Points != 0)
                    json.WriteNumber("points", criterion.Points);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteNumber("scale_min", rubric.ScaleMin);
            json.WriteNumber("scale_max", rubric.ScaleMax);
            if (rubric.InstanceCriteria.Length > 0)
                json.WriteString("instance_criteria", rubric.InstanceCriteria);
            json.WriteEndObject();
        }

        return Convert.ToHexStringLower(SHA256.HashData(bytes.WrittenSpan));
    }
}
