using System.Net.Mime;
using MassTransit;

namespace MedHelm.ServiceDefaults.Bus;

internal sealed class ProtobufSerializerFactory : ISerializerFactory
{
    private readonly ProtobufMessageSerializer serializer = new();

    public ContentType ContentType => ProtobufMessageSerializer.MediaType;

    public IMessageSerializer CreateSerializer() => serializer;

    public IMessageDeserializer CreateDeserializer() => serializer;
}
