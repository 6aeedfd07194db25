using MedHelm.Testing.Servers;
using Xunit;

namespace MedHelm.Tests.Functional;

/// <summary>Tests that share one RabbitMQ, one Redis and one PostgreSQL.</summary>
[CollectionDefinition(Name)]
public sealed class ServerCollection : ICollectionFixture<ServerFixture>
{
    public const string Name = "servers";
}
