using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace MedHelm.Tests.Functional.Gateway;

public sealed partial class DashboardTests
{
    [Fact]
    public async Task Page_comes_with_every_file_it_names_and_runs_nothing_else()
    {
        await using var gateway = await LocalHost.Gateway();
        using var page = await gateway.Http.GetAsync("/");
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        Assert.Contains("script-src 'self'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);

        var waiting = new Queue<string>(Files(await page.Content.ReadAsStringAsync()));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (waiting.TryDequeue(out var file))
        {
            if (!seen.Add(file)) continue;
            using var response = await gateway.Http.GetAsync("/" + file);
            Assert.True(response.StatusCode == HttpStatusCode.OK, $"{file}: {response.StatusCode}");
            foreach (var next in Files(await response.Content.ReadAsStringAsync())) waiting.Enqueue(next);
        }
        Assert.Contains("leaderboard.js", seen);
        Assert.Contains("trust.js", seen);
    }

    [Fact]
    public async Task Folders_are_not_listed()
    {
        await using var gateway = await LocalHost.Gateway();
        using var response = await gateway.Http.GetAsync("/Dashboard/");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private static IEnumerable<string> Files(string text) => NamedFile().Matches(text).Select(match => match.Groups["file"].Value);

    // Files named in href, src and import; all of them lie beside the page.
    [GeneratedRegex(@"(href=""|src=""|from '\./|import '\./)(?<file>\w+\.(js|css|svg))", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamedFile();
}
