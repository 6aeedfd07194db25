using MedHelm.Catalog.Yaml;

namespace MedHelm.Catalog.Definitions;

internal static class PromptSectionReader
{
    /// <summary>HELM's layout where the definition uses it; null where it has a prompt of its own.</summary>
    public static HelmAdapter? ReadAdapter(YamlMap root)
    {
        var prompt = root.Has("prompt");
        var adapter = root.Has("adapter");
        if (prompt && adapter && root.Overlays("prompt") == root.Overlays("adapter"))
            root.Problem("adapter", "stands beside a prompt; a definition has one of them.");
        if (!adapter || (prompt && root.Overlays("prompt")))
            return null;
        if (root.Map("adapter") is not { } map)
            return null;
        var layout = new HelmAdapter(
            map.TextOrEmpty("instructions"), map.TextOrEmpty("input_noun"), map.TextOrEmpty("output_noun"), map.Flag("newline_after_nouns"));
        map.RejectOtherKeys();
        return layout;
    }
}
