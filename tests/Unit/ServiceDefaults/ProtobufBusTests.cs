using System.Reflection;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using MassTransit;
using MassTransit.Serialization;
using MedHelm.Contracts.Inference.V1;
using MedHelm.ServiceDefaults.Bus;
using Xunit;

namespace MedHelm.Tests.Unit.ServiceDefaults;

public sealed class ProtobufBusTests
{
    public static TheoryData<string> Events => [.. EventTypes().Select(type => type.FullName!)];

    [Theory]
    [MemberData(nameof(Events))]
    public void Every_event_survives_the_bus_with_all_its_fields(string eventType)
    {
        var type = EventTypes().Single(t => t.FullName == eventType);
        var message = Filled(((IMessage)Activator.CreateInstance(type)!).Descriptor, depth: 0);

        var context = new ProtobufMessageSerializer().Deserialize(
            new BytesMessageBody(message.ToByteArray()),
            Headers(MessageUrn.ForTypeString(type)));

        Assert.True(context.TryGetMessage(type, out var arrived));
        Assert.Equal(message, arrived);
        Assert.NotEqual((IMessage)Activator.CreateInstance(type)!, arrived);
    }

    [Theory]
    [MemberData(nameof(Events))]
    public void The_wire_name_of_every_event_is_known_and_kept(string eventType)
    {
        // A renamed event would not reach the queues of services still running the older version.
        var known = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["MedHelm.Contracts.Evaluation.V1.RunCompleted"] = "urn:message:MedHelm.Contracts.Evaluation.V1:RunCompleted",
            ["MedHelm.Contracts.Inference.V1.CompletionsRequested"] = "urn:message:MedHelm.Contracts.Inference.V1:CompletionsRequested",
            ["MedHelm.Contracts.Inference.V1.CompletionsProduced"] = "urn:message:MedHelm.Contracts.Inference.V1:CompletionsProduced",
            ["MedHelm.Contracts.Inference.V1.BudgetReached"] = "urn:message:MedHelm.Contracts.Inference.V1:BudgetReached",
            ["MedHelm.Contracts.Judging.V1.VerdictsReached"] = "urn:message:MedHelm.Contracts.Judging.V1:VerdictsReached",
            ["MedHelm.Contracts.Scoring.V1.InstancesScored"] = "urn:message:MedHelm.Contracts.Scoring.V1:InstancesScored",
        };

        Assert.Equal(known[eventType], MessageUrn.ForTypeString(EventTypes().Single(t => t.FullName == eventType)));
    }

    [Fact]
    public void A_body_of_another_type_is_not_taken_for_the_message()
    {
        var context = new ProtobufMessageSerializer().Deserialize(
            new BytesMessageBody(new CompletionsProduced { Batch = new CompletionBatch { Run = "runs/a" } }.ToByteArray()),
            Headers(MessageUrn.ForTypeString<CompletionsProduced>()));

        Assert.False(context.TryGetMessage<CompletionsRequested>(out _));
    }

    private static DictionarySendHeaders Headers(string messageType)
    {
        var headers = new DictionarySendHeaders();
        headers.Set(MessageHeaders.MessageType, messageType);
        return headers;
    }

    /// <summary>The messages of every events.proto that are themselves sent: those no other message of the file contains.</summary>
    private static IEnumerable<Type> EventTypes()
    {
        var files = typeof(CompletionsRequested).Assembly.GetTypes()
            .Where(type => type.Name == "EventsReflection")
            .Select(type => (FileDescriptor)type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!);
        foreach (var file in files)
        {
            var parts = file.MessageTypes.SelectMany(m => m.Fields.InDeclarationOrder()).Where(f => f.FieldType == FieldType.Message).Select(f => f.MessageType).ToHashSet();
            foreach (var message in file.MessageTypes.Where(m => !parts.Contains(m))) yield return message.ClrType;
        }
    }

    private static IMessage Filled(MessageDescriptor descriptor, int depth)
    {
        var message = (IMessage)Activator.CreateInstance(descriptor.ClrType)!;
        if (depth > 6) return message;
        foreach (var field in descriptor.Fields.InDeclarationOrder())
        {
            if (field.IsRepeated)
            {
                var list = (System.Collections.IList)field.Accessor.GetValue(message);
                list.Add(Value(field, depth));
                list.Add(Value(field, depth));
            }
            else
            {
                field.Accessor.SetValue(message, Value(field, depth));
            }
        }
        return message;
    }

    private static object Value(FieldDescriptor field, int depth) => field.FieldType switch
    {
        FieldType.String => field.Name + " ü",
        FieldType.Bool => true,
        FieldType.Int32 => 42,
        FieldType.Int64 => 1L << 40,
        FieldType.Double => 0.1,
        FieldType.Enum => field.EnumType.Values[^1].Number,
        FieldType.Message => Filled(field.MessageType, depth + 1),
        _ => throw new InvalidOperationException($"Teach this test about {field.FieldType}."),
    };
}
