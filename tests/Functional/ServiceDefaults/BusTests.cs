using MedHelm.Testing.Servers;
using Xunit;

namespace MedHelm.Tests.Functional.ServiceDefaults;

public sealed class InMemoryBusTests : BusContract
{
    protected override string Address => "memory:";
}

[Collection(ServerCollection.Name)]
public sealed class RabbitMqBusTests(ServerFixture servers) : BusContract
{
    protected override string Address => servers.RabbitMq.ConnectionString;
}
