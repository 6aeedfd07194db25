using Grpc.Core;

namespace MedHelm.Tests.Unit.Cli;

/// <summary>Services that answer without a network. A method nobody set up is unimplemented, as on a real server.</summary>
internal sealed class FakeServices : CallInvoker
{
    private readonly Dictionary<string, Func<object, object>> answers = new(StringComparer.Ordinal);

    public List<object> Requests { get; } = [];

    public FakeServices On<TRequest>(string method, Func<TRequest, object> answer)
    {
        answers[method] = request => answer((TRequest)request);
        return this;
    }

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        new(AnswerAsync<TResponse>(method.Name, request), Task.FromResult(Metadata.Empty), () => Status.DefaultSuccess, () => [], () => { });

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        new(new Stream<TResponse>((IEnumerable<TResponse>)Answer(method.Name, request)), Task.FromResult(Metadata.Empty), () => Status.DefaultSuccess, () => [], () => { });

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        throw new NotSupportedException();

    /// <summary>The answer hears every request at once, as one list.</summary>
    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        var sent = new Sink<TRequest>();
        return new(sent, AnswerAllAsync(), Task.FromResult(Metadata.Empty), () => Status.DefaultSuccess, () => [], () => { });

        async Task<TResponse> AnswerAllAsync() => await AnswerAsync<TResponse>(method.Name, await sent.All);
    }

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options) =>
        throw new NotSupportedException();

    private async Task<TResponse> AnswerAsync<TResponse>(string method, object request)
    {
        await Task.Yield();
        return (TResponse)Answer(method, request);
    }

    private object Answer(string method, object request)
    {
        lock (Requests)
            Requests.Add(request);
        return answers.TryGetValue(method, out var answer) ? answer(request) : throw new RpcException(new Status(StatusCode.Unimplemented, method));
    }

    private sealed class Sink<T> : IClientStreamWriter<T>
    {
        private readonly List<T> messages = [];
        private readonly TaskCompletionSource<IReadOnlyList<T>> complete = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<IReadOnlyList<T>> All => complete.Task;

        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(T message)
        {
            messages.Add(message);
            return Task.CompletedTask;
        }

        public Task WriteAsync(T message, CancellationToken cancellationToken) => WriteAsync(message);

        public Task CompleteAsync()
        {
            complete.SetResult(messages);
            return Task.CompletedTask;
        }
    }

    private sealed class Stream<T>(IEnumerable<T> items) : IAsyncStreamReader<T>
    {
        private readonly IEnumerator<T> items = items.GetEnumerator();

        public T Current => items.Current;

        public Task<bool> MoveNext(CancellationToken cancellationToken) =>
            cancellationToken.IsCancellationRequested ? Task.FromCanceled<bool>(cancellationToken) : Task.FromResult(items.MoveNext());
    }
}
