using System.Net.Mime;
using System.Runtime.Serialization;
using Google.Protobuf;
using MassTransit;
using MassTransit.Serialization;

namespace MedHelm.ServiceDefaults.Bus;

/// <summary>
/// Puts a protobuf event on the wire as its own bytes; message type and ids travel in transport headers. Any client of
/// the broker can read the body with nothing but the .proto file.
/// </summary>
internal sealed class ProtobufMessageSerializer : RawMessageSerializer, IMessageSerializer, IMessageDeserializer
{
    internal static readonly ContentType MediaType = new("application/vnd.google.protobuf");

    public ContentType ContentType => MediaType;

    public void Probe(ProbeContext context) => context.CreateScope("protobuf").Add("contentType", MediaType.MediaType);

    public MessageBody GetMessageBody<T>(SendContext<T> context) where T : class
    {
        SetRawMessageHeaders(context);
        return context.Message is IMessage message
            ? new BytesMessageBody(message.ToByteArray())
            : throw new SerializationException($"{typeof(T)} is not a protobuf message; the bus carries only those of protos/.");
    }

    public MessageBody GetMessageBody(string text) =>
        throw new NotSupportedException("Protobuf bodies are bytes, not text.");

    public ConsumeContext Deserialize(ReceiveContext receiveContext) =>
        new BodyConsumeContext(receiveContext, Deserialize(receiveContext.Body, receiveContext.TransportHeaders, receiveContext.InputAddress));

    public SerializerContext Deserialize(MessageBody body, Headers headers, Uri? destinationAddress = null) =>
        new ProtobufSerializerContext(
            body.GetBytes() ?? [],
            MessageTypes(headers),
            new RawMessageContext(headers, destinationAddress, RawSerializerOptions.All));

    private static string[] MessageTypes(Headers headers) =>
        headers.Get<string>(MessageHeaders.MessageType)?.Split(';', StringSplitOptions.RemoveEmptyEntries) ?? [];
}
