using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using Google.Api;
using Google.Protobuf.Reflection;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Gateway.Routing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace MedHelm.Tests.Functional.Gateway;

public sealed partial class RouteTests
{
    [Fact]
    public async Task Every_annotated_path_of_the_contracts_reaches_the_service_that_owns_it()
    {
        var upstreams = await NamedUpstreams();
        await using var gateway = await LocalHost.Gateway(services: upstreams.Select(u => (u.Owner, u.Host.Grpc)).ToArray());
        var paths = Services().SelectMany(service => Paths(service)).ToList();
        Assert.NotEmpty(paths);
        foreach (var (owner, method, path) in paths)
        {
            using var response = await gateway.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
            Assert.Equal($"{path}: {owner}", $"{path}: {await response.Content.ReadAsStringAsync()}");
        }
        foreach (var (_, host) in upstreams) await host.DisposeAsync();
    }

    [Fact]
    public async Task Every_rpc_of_the_contracts_reaches_its_service_but_those_between_services()
    {
        var upstreams = await NamedUpstreams();
        await using var gateway = await LocalHost.Gateway(services: upstreams.Select(u => (u.Owner, u.Host.Grpc)).ToArray());
        foreach (var method in Services().SelectMany(service => service.Methods))
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway.Grpc, $"/{method.Service.FullName}/{method.Name}"));
            request.Version = HttpVersion.Version20;
            request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
            request.Content = new ByteArrayContent([]) { Headers = { ContentType = new("application/grpc") } };
            using var response = await gateway.Http.SendAsync(request);
            var answer = await response.Content.ReadAsStringAsync();
            Assert.Equal($"{method.FullName}: {(method.Service.Name is nameof(PromptSourceService) or nameof(CompletionSourceService) or nameof(RequestSourceService) or nameof(SampleSourceService) or nameof(JuryPlannerService) ? "" : Owner(method.Service))}", $"{method.FullName}: {answer}");
        }
        foreach (var (_, host) in upstreams) await host.DisposeAsync();
    }

    [Theory]
    [InlineData("/v1/runs", "/v1/runs")]
    [InlineData("/v1/benchmarks/{benchmark}", "/v1/benchmarks/{s3}")]
    [InlineData("/v1/{run=runs/*}/plan", "/v1/runs/{s3}/plan")]
    [InlineData("/v1/{name=runs/*}:cancel", "/v1/runs/{s3}:cancel")]
    [InlineData("/v1/{name=projects/*/runs/*}", "/v1/projects/{s3}/runs/{s5}")]
    [InlineData("/v1/files/{path=**}", "/v1/files/{**s3}")]
    [InlineData("/v1/keys/{project}:rotate", "/v1/keys/{s3}:rotate")]
    public void Path_template_becomes_the_route_pattern_of_the_same_paths(string template, string pattern) =>
        Assert.Equal(pattern, PathPattern.FromTemplate(template));

    [Fact]
    public void Path_template_that_no_route_can_say_is_refused() =>
        Assert.Contains("/v1/{path=**}/tail", Assert.Throws<FormatException>(() => PathPattern.FromTemplate("/v1/{path=**}/tail")).Message, StringComparison.Ordinal);

    private static async Task<List<(string Owner, LocalHost Host)>> NamedUpstreams()
    {
        var upstreams = new List<(string, LocalHost)>();
        foreach (var owner in LocalHost.Owners)
            upstreams.Add((owner, await LocalHost.Service(app => app.Map("/{**path}", (HttpContext context) => context.Response.WriteAsync(owner)))));
        return upstreams;
    }

    // Found without the gateway's own list, so that a service missing there fails here.
    private static IEnumerable<ServiceDescriptor> Services() => typeof(EvaluationService).Assembly.GetTypes()
        .Where(type => type.Name.EndsWith("Reflection", StringComparison.Ordinal))
        .Select(type => type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null))
        .OfType<FileDescriptor>()
        .SelectMany(file => file.Services);

    private static string Owner(ServiceDescriptor service) => service.File.Package is "medhelm.trust.v1" ? "judging" : service.File.Package.Split('.')[1];

    private static IEnumerable<(string Owner, string Method, string Path)> Paths(ServiceDescriptor service) =>
        from method in service.Methods
        let rule = method.GetOptions()?.GetExtension(AnnotationsExtensions.Http)
        where rule is not null
        let verb = rule.PatternCase.ToString().ToUpperInvariant()
        let template = rule.PatternCase switch
        {
            HttpRule.PatternOneofCase.Get => rule.Get,
            HttpRule.PatternOneofCase.Post => rule.Post,
            HttpRule.PatternOneofCase.Put => rule.Put,
            HttpRule.PatternOneofCase.Patch => rule.Patch,
            HttpRule.PatternOneofCase.Delete => rule.Delete,
            _ => throw new NotSupportedException($"Teach this test {rule.PatternCase} of {method.FullName}."),
        }
        select (Owner(service), verb, AnySegment().Replace(Variable().Replace(template, "${segments}").Replace("**", "projects/some-id/monthly", StringComparison.Ordinal), "some-id"));

    [GeneratedRegex(@"\{\w+=(?<segments>[^}]+)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variable();

    [GeneratedRegex(@"\{\w+\}|\*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AnySegment();
}
