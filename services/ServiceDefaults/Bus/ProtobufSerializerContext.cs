using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net.Mime;
using System.Reflection;
using System.Runtime.Serialization;
using Google.Protobuf;
using MassTransit;
using MassTransit.Serialization;

namespace MedHelm.ServiceDefaults.Bus;

internal sealed class ProtobufSerializerContext(byte[] body, string[] messageTypes, MessageContext context)
    : BaseSerializerContext(new NoObjects(), context, messageTypes)
{
    private static readonly ConcurrentDictionary<Type, MessageParser?> Parsers = new();

    public override bool TryGetMessage<T>([NotNullWhen(true)] out T? message) where T : class
    {
        message = TryGetMessage(typeof(T), out var found) ? (T)found : null;
        return message is not null;
    }

    public override bool TryGetMessage(Type messageType, [NotNullWhen(true)] out object? message)
    {
        message = null;
        if (!IsSupportedMessageType(messageType) || ParserOf(messageType) is not { } parser) return false;
        try
        {
            message = parser.ParseFrom(body);
            return true;
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new SerializationException($"The body is not a {messageType}.", e);
        }
    }

    public override IMessageSerializer GetMessageSerializer() => new PassOn(body);

    public override IMessageSerializer GetMessageSerializer<T>(MessageEnvelope envelope, T message) => new ProtobufMessageSerializer();

    public override IMessageSerializer GetMessageSerializer(object message, string[] messageTypes) => new ProtobufMessageSerializer();

    public override Dictionary<string, object> ToDictionary<T>(T? message) where T : class => [];

    private static MessageParser? ParserOf(Type type) => Parsers.GetOrAdd(type, static t =>
        t.GetProperty("Parser", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) as MessageParser);

    /// <summary>Moves a message to the error queue byte for byte.</summary>
    private sealed class PassOn(byte[] body) : RawMessageSerializer, IMessageSerializer
    {
        public ContentType ContentType => ProtobufMessageSerializer.MediaType;

        public MessageBody GetMessageBody<T>(SendContext<T> context) where T : class
        {
            SetRawMessageHeaders(context);
            return new BytesMessageBody(body);
        }
    }

    private sealed class NoObjects : IObjectDeserializer
    {
        public T? DeserializeObject<T>(object? value, T? defaultValue = default) where T : class => value as T ?? defaultValue;

        public T? DeserializeObject<T>(object? value, T? defaultValue = default) where T : struct => value is T typed ? typed : defaultValue;

        public MessageBody SerializeObject(object? value) => new EmptyMessageBody();
    }
}
