using System.Net;
using System.Text.Json;
using Xunit;

namespace MedHelm.Tests.Functional.Gateway;

/// <summary>Reads errors of the JSON edge.</summary>
internal static class Problems
{
    public static async Task<JsonElement> Read(HttpResponseMessage response, HttpStatusCode status)
    {
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        return problem;
    }
}
