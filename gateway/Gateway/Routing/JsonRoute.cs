using Google.Api;
using Google.Protobuf.Reflection;
using RpcService = Google.Protobuf.Reflection.ServiceDescriptor;

namespace MedHelm.Gateway.Routing;

/// <summary>A path and HTTP method that a google.api.http annotation gives to an RPC.</summary>
internal sealed record JsonRoute(string Rpc, string Owner, string HttpMethod, string Pattern)
{
    /// <summary>Every route of a service, additional bindings included.</summary>
    public static IEnumerable<JsonRoute> Of(RpcService service) =>
        from method in service.Methods
        let rule = method.GetOptions()?.GetExtension(AnnotationsExtensions.Http)
        where rule is not null
        from binding in rule.AdditionalBindings.Prepend(rule)
        let target = Target(binding, method)
        select new JsonRoute(method.FullName, PublicServices.OwnerOf(service), target.HttpMethod, PathPattern.FromTemplate(target.Template));

    private static (string HttpMethod, string Template) Target(HttpRule rule, MethodDescriptor method) => rule.PatternCase switch
    {
        HttpRule.PatternOneofCase.Get => (HttpMethods.Get, rule.Get),
        HttpRule.PatternOneofCase.Put => (HttpMethods.Put, rule.Put),
        HttpRule.PatternOneofCase.Post => (HttpMethods.Post, rule.Post),
        HttpRule.PatternOneofCase.Delete => (HttpMethods.Delete, rule.Delete),
        HttpRule.PatternOneofCase.Patch => (HttpMethods.Patch, rule.Patch),
        HttpRule.PatternOneofCase.Custom => (rule.Custom.Kind, rule.Custom.Path),
        _ => throw new FormatException($"The google.api.http annotation of {method.FullName} names no path."),
    };
}
