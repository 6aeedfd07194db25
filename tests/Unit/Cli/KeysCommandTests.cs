using MedHelm.Contracts.Inference.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Cli;

public sealed class KeysCommandTests
{
    private readonly FakeServices services = new();
    private readonly CommandLineHarness cli;

    public KeysCommandTests() => cli = new CommandLineHarness(services);

    [Theory]
    [InlineData("keys", "list")]
    [InlineData("keys")]
    public async Task Keys_are_listed_with_what_became_of_them(params string[] command)
    {
        services.On<ListKeysRequest>("ListKeys", _ => new ListKeysResponse { Keys = { new ProjectKey { Project = "icu", Version = 3 }, new ProjectKey { Project = "lab", Shredded = true } } });

        Assert.Equal(0, await cli.InvokeAsync(command));
        Assert.Matches(@"icu +3 +in use", cli.Output);
        Assert.Matches(@"lab +shredded", cli.Output);
    }

    [Fact]
    public async Task Shredding_asks_for_the_project_twice_and_sends_both()
    {
        services.On<ShredKeysRequest>("ShredKeys", request => new ShredKeysResponse { Key = new ProjectKey { Project = request.Project, Shredded = true } });

        Assert.Equal(2, await cli.InvokeAsync("keys", "shred", "icu"));
        Assert.Empty(services.Requests);
        Assert.Equal(0, await cli.InvokeAsync("keys", "shred", "icu", "--confirm", "icu"));
        Assert.Equal([new ShredKeysRequest { Project = "icu", Confirm = "icu" }], services.Requests);
    }

    [Fact]
    public async Task Rotating_tells_the_new_version()
    {
        services.On<RotateKeyRequest>("RotateKey", request => new RotateKeyResponse { Key = new ProjectKey { Project = request.Project, Version = 2 } });

        Assert.Equal(0, await cli.InvokeAsync("keys", "rotate", "icu"));
        Assert.StartsWith("icu: version 2", cli.Output, StringComparison.Ordinal);
    }
}
