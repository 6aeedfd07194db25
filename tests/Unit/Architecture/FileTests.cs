using System.Text.RegularExpressions;
using MedHelm.Testing.Processes;
using Xunit;

namespace MedHelm.Tests.Unit.Architecture;

public sealed partial class FileTests
{
    private const int MostLines = 400;
    private static readonly string[] DrawerNames = ["Helpers", "Utils", "Common", "Managers", "Interfaces", "Extensions"];

    private static readonly string[] Folders = ["services", "gateway", "tests"];

    [Fact]
    public void No_source_file_is_longer_than_four_hundred_lines()
    {
        var code = Sources.All("*.cs", Folders).Concat(Sources.All("*.js", "gateway")).Concat(Sources.All("*.css", "gateway"));

        Assert.Empty(code.Where(file => File.ReadLines(file).Count() > MostLines).Select(Sources.Relative));
    }

    [Fact]
    public void No_folder_or_file_is_a_drawer()
    {
        var names = Sources.All("*.cs", Folders).SelectMany(file => Sources.Relative(file).Split('/').Select(part => Path.GetFileNameWithoutExtension(part)));

        Assert.Empty(names.Where(name => DrawerNames.Contains(name, StringComparer.OrdinalIgnoreCase)).Distinct());
    }

    [Fact]
    public void Logging_goes_through_named_events()
    {
        var calls = Sources.All("*.cs", "services", "gateway").Where(file => DirectLog().IsMatch(File.ReadAllText(file)));

        Assert.Empty(calls.Select(Sources.Relative));
    }

    [Fact]
    public void No_log_event_carries_the_text_of_a_prompt_or_an_answer()
    {
        foreach (var file in Sources.All("*.cs", "services", "gateway"))
            foreach (Match message in LogMessage().Matches(File.ReadAllText(file)))
                Assert.False(ClinicalPlaceholder().IsMatch(message.Value), $"{Sources.Relative(file)}: {message.Value}");
    }

    [Theory]
    [InlineData("evaluation")]
    [InlineData("inference")]
    [InlineData("judging")]
    [InlineData("scoring")]
    [InlineData("reporting")]
    public void Every_service_has_its_manifest_its_row_in_the_map_and_its_contract(string service)
    {
        Assert.True(File.Exists(SolutionPaths.File("k8s", "base", service + ".yaml")));
        Assert.Contains($"| {char.ToUpperInvariant(service[0])}{service[1..]} ", File.ReadAllText(SolutionPaths.File("services", "README.md")), StringComparison.Ordinal);
        Assert.True(Directory.Exists(SolutionPaths.File("protos", "medhelm", service, "v1")));
    }

    [GeneratedRegex(@"\b[lL]og(ger)?\.Log(Information|Warning|Error|Debug|Critical|Trace)\(", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DirectLog();

    [GeneratedRegex(@"\[LoggerMessage\([^\]]*\]", RegexOptions.Singleline, 1000)]
    private static partial Regex LogMessage();

    [GeneratedRegex(@"\{(Prompt|Text|Answer|Completion|Input|Response|Reply|Note)\}", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ClinicalPlaceholder();
}
