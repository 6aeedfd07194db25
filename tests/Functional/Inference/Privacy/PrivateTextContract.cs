using System.Text;
using Dapper;
using Grpc.Core;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Privacy;
using MedHelm.Testing.Processes;
using MedHelm.Testing.Servers;
using Microsoft.Extensions.Logging;
using Xunit;

namespace MedHelm.Tests.Functional.Inference.Privacy;

/// <summary>Private text at rest, whichever engine is behind it.</summary>
public abstract class PrivateTextContract : IAsyncLifetime
{
    private static readonly byte[] Note = Encoding.UTF8.GetBytes("Mr Abendroth, born 1950-02-03, has chest pain.");
    private readonly string service = PrivacyFixture.NewService();
    private readonly List<PrivacyFixture> started = [];
    private PrivacyFixture one = null!;

    protected abstract string Storage { get; }

    private protected TemporaryFolder Folder { get; } = TemporaryFolder.Create("privacy");

    private string MasterKeys => Folder.File("master.keys");

    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(MasterKeys, PrivacyFixture.MasterKey());
        one = await StartAsync();
    }

    public async Task DisposeAsync()
    {
        foreach (var replica in started) await replica.DisposeAsync();
        Folder.Dispose();
    }

    [Fact]
    public async Task Text_comes_back_as_it_was_sealed_and_is_not_to_be_seen_meanwhile()
    {
        foreach (var plain in new[] { Note, [], new byte[100_000] })
        {
            var content = await one.Text.SealAsync("icu", plain, "digest", default);

            Assert.Equal(plain, await one.Text.OpenAsync("icu", content, "digest", default));
            Assert.DoesNotContain("Abendroth", Encoding.Latin1.GetString(content), StringComparison.Ordinal);
        }
        Assert.NotEqual(await one.Text.SealAsync("icu", Note, "digest", default), await one.Text.SealAsync("icu", Note, "digest", default));
    }

    [Fact]
    public async Task A_change_of_any_byte_is_noticed()
    {
        var content = await one.Text.SealAsync("icu", Note, "digest", default);

        for (var i = 0; i < content.Length; i++)
        {
            var changed = (byte[])content.Clone();
            changed[i] ^= 1;
            // The key version is in bytes 4 to 7: of another version there is no key.
            if (i is >= 4 and < 8) Assert.Null(await one.Text.OpenAsync("icu", changed, "digest", default));
            else await Assert.ThrowsAsync<TamperedTextException>(() => one.Text.OpenAsync("icu", changed, "digest", default));
        }
        await Assert.ThrowsAsync<TamperedTextException>(() => one.Text.OpenAsync("icu", content.AsMemory(0, 20), "digest", default));
    }

    [Fact]
    public async Task Text_opens_neither_for_another_question_nor_in_another_project()
    {
        var content = await one.Text.SealAsync("icu", Note, "digest", default);
        await one.Text.SealAsync("lab", Note, "digest", default);

        await Assert.ThrowsAsync<TamperedTextException>(() => one.Text.OpenAsync("icu", content, "other", default));
        await Assert.ThrowsAsync<TamperedTextException>(() => one.Text.OpenAsync("lab", content, "digest", default));
    }

    [Fact]
    public async Task First_use_on_two_replicas_at_once_gives_one_key()
    {
        var two = await StartAsync();

        var sealedTexts = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => (i % 2 == 0 ? one : two).Text.SealAsync("icu", Note, "digest", default))));

        Assert.Single(await one.Store.ReadAsync("icu", default));
        foreach (var content in sealedTexts)
            Assert.Equal([Note, Note], [await one.Text.OpenAsync("icu", content, "digest", default), await two.Text.OpenAsync("icu", content, "digest", default)]);
    }

    [Fact]
    public async Task After_a_rotation_earlier_text_is_readable_and_later_text_has_the_new_version_on_every_replica()
    {
        var two = await StartAsync();
        var earlier = await two.Text.SealAsync("icu", Note, "digest", default);

        Assert.Equal(new ProjectKey { Project = "icu", Version = 2 }, (await one.Rpc.RotateKey(new RotateKeyRequest { Project = "icu" }, new QuietCall())).Key);
        var later = await one.Text.SealAsync("icu", Note, "digest", default);

        Assert.Equal((1, 2), (earlier[7], later[7]));
        Assert.Equal([Note, Note], [await one.Text.OpenAsync("icu", earlier, "digest", default), await two.Text.OpenAsync("icu", later, "digest", default)]);
        two.Clock.Advance(ProjectKeys.KeepFor);
        Assert.Equal(2, (await two.Text.SealAsync("icu", Note, "digest", default))[7]);
    }

    [Fact]
    public async Task Shredded_text_is_gone_here_at_once_and_on_other_replicas_within_seconds_and_the_project_begins_anew()
    {
        var two = await StartAsync();
        var content = await two.Text.SealAsync("icu", Note, "digest", default);
        await one.Rpc.RotateKey(new RotateKeyRequest { Project = "icu" }, new QuietCall());
        Assert.Equal(Note, await one.Text.OpenAsync("icu", content, "digest", default));

        Assert.True((await one.Rpc.ShredKeys(new ShredKeysRequest { Project = "icu", Confirm = "icu" }, new QuietCall())).Key.Shredded);

        Assert.Null(await one.Text.OpenAsync("icu", content, "digest", default));
        two.Clock.Advance(ProjectKeys.KeepFor);
        Assert.Null(await two.Text.OpenAsync("icu", content, "digest", default));
        Assert.Equal([new ProjectKey { Project = "icu", Shredded = true }], (await one.Rpc.ListKeys(new(), new QuietCall())).Keys);
        Assert.Equal(StatusCode.FailedPrecondition, (await Assert.ThrowsAsync<RpcException>(() => one.Rpc.RotateKey(new RotateKeyRequest { Project = "icu" }, new QuietCall()))).StatusCode);
        var anew = await two.Text.SealAsync("icu", Note, "digest", default);
        Assert.Equal(3, anew[7]);
        Assert.Equal(Note, await one.Text.OpenAsync("icu", anew, "digest", default));
        Assert.Equal([new ProjectKey { Project = "icu", Version = 3 }], (await one.Rpc.ListKeys(new(), new QuietCall())).Keys);
    }

    [Fact]
    public async Task A_shred_must_be_confirmed_and_takes_the_projects_sealed_answers_along_and_no_others()
    {
        await one.Text.SealAsync("icu", Note, "digest", default);
        await one.Database.WriteAsync(transaction => transaction.Connection!.ExecuteAsync(
            "INSERT INTO completions (request_digest, payer, record, project, sealed) VALUES (@digest, '', @record, @project, @mark)",
            new[] { Row("a", "icu", 1), Row("b", "icu", 0), Row("c", "lab", 1) }, transaction), default);

        var refused = await Assert.ThrowsAsync<RpcException>(() => one.Rpc.ShredKeys(new ShredKeysRequest { Project = "icu", Confirm = "ICU" }, new QuietCall()));
        var unknown = await Assert.ThrowsAsync<RpcException>(() => one.Rpc.ShredKeys(new ShredKeysRequest { Project = "lab", Confirm = "lab" }, new QuietCall()));
        await one.Rpc.ShredKeys(new ShredKeysRequest { Project = "icu", Confirm = "icu" }, new QuietCall());

        Assert.Equal((StatusCode.InvalidArgument, StatusCode.NotFound), (refused.StatusCode, unknown.StatusCode));
        Assert.Equal(["b", "c"], await one.Database.ReadAsync(connection => connection.QueryAsync<string>("SELECT request_digest FROM completions ORDER BY request_digest"), default));

        static object Row(string digest, string project, int mark) => new { digest, record = new byte[1], project, mark };
    }

    [Fact]
    public async Task A_new_master_key_takes_over_at_start_and_the_old_one_can_go()
    {
        var content = await one.Text.SealAsync("icu", Note, "digest", default);
        var (old, fresh) = (await File.ReadAllTextAsync(MasterKeys), PrivacyFixture.MasterKey());

        await File.WriteAllTextAsync(MasterKeys, fresh);
        var early = await StartAsync();
        var missing = await Assert.ThrowsAsync<MasterKeyMissingException>(() => early.Text.OpenAsync("icu", content, "digest", default));
        await File.WriteAllTextAsync(MasterKeys, fresh + "\n" + old);
        await StartAsync();
        await File.WriteAllTextAsync(MasterKeys, fresh);
        var two = await StartAsync();

        Assert.Equal(Note, await two.Text.OpenAsync("icu", content, "digest", default));
        Assert.Contains("MEDHELM__MASTERKEYFILE", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Neither_keys_nor_master_keys_are_logged_when_they_are_made_rotated_rewrapped_and_shredded()
    {
        using var lines = new LoggedLines();
        using var logs = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Trace).AddProvider(lines));
        var replica = await PrivacyFixture.StartAsync(Storage, service, MasterKeys, logs);
        started.Add(replica);
        var (_, key) = await replica.Keys.CurrentAsync("icu", default);
        await File.WriteAllTextAsync(MasterKeys, PrivacyFixture.MasterKey() + "\n" + await File.ReadAllTextAsync(MasterKeys));
        started.Add(replica = await PrivacyFixture.StartAsync(Storage, service, MasterKeys, logs));
        await replica.Rpc.RotateKey(new RotateKeyRequest { Project = "icu" }, new QuietCall());
        await replica.Rpc.ShredKeys(new ShredKeysRequest { Project = "icu", Confirm = "icu" }, new QuietCall());

        var logged = string.Join('\n', lines.Lines);

        Assert.Contains("icu was rotated to version 2, asked for by ipv4:192.0.2.7", logged, StringComparison.Ordinal);
        Assert.Contains("icu was destroyed", logged, StringComparison.Ordinal);
        Assert.Contains("went from master key", logged, StringComparison.Ordinal);
        foreach (var secret in (await File.ReadAllLinesAsync(MasterKeys)).Select(Convert.FromBase64String).Append(key))
        {
            Assert.DoesNotContain(Convert.ToBase64String(secret), logged, StringComparison.Ordinal);
            Assert.DoesNotContain(Convert.ToHexString(secret)[..12], logged, StringComparison.OrdinalIgnoreCase);
        }
    }

    private protected async Task<PrivacyFixture> StartAsync(string? masterKeys = "")
    {
        var replica = await PrivacyFixture.StartAsync(Storage, service, masterKeys?.Length == 0 ? MasterKeys : masterKeys);
        started.Add(replica);
        return replica;
    }
}

public sealed class SqlitePrivateTextTests : PrivateTextContract
{
    private string Data => Folder.File("data");

    protected override string Storage => "sqlite:" + Data;

    [Fact]
    public async Task Without_a_configured_master_key_one_is_made_beside_the_databases_for_its_owner_alone()
    {
        var (one, two) = (await StartAsync(masterKeys: null), await StartAsync(masterKeys: null));
        Assert.Empty(Directory.GetFiles(Data, "*.key"));

        var texts = await Task.WhenAll(new[] { one, two }.Select(replica => Task.Run(() => replica.Text.SealAsync("icu", new byte[9], "d", default))));

        var file = Assert.Single(Directory.GetFiles(Data, "*.key*"));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        var later = await StartAsync(masterKeys: null);
        foreach (var text in texts) Assert.Equal(new byte[9], await later.Text.OpenAsync("icu", text, "d", default));
    }

    [Fact]
    public async Task A_master_key_that_is_configured_later_takes_over_from_the_file()
    {
        var text = await (await StartAsync(masterKeys: null)).Text.SealAsync("icu", new byte[9], "d", default);

        await StartAsync();
        File.Delete(Assert.Single(Directory.GetFiles(Data, "*.key")));

        Assert.Equal(new byte[9], await (await StartAsync()).Text.OpenAsync("icu", text, "d", default));
    }

    [Fact]
    public async Task A_shredded_key_is_in_no_file_any_more()
    {
        var replica = await StartAsync();
        await replica.Text.SealAsync("icu", new byte[9], "d", default);
        var wrapped = Assert.Single(await replica.Store.ReadAsync("icu", default)).Wrapped;
        Assert.True(Holds());

        await replica.Keys.ShredAsync("icu", default);

        Assert.False(Holds());

        bool Holds() => Directory.GetFiles(Data).Any(file =>
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            return content.AsSpan().IndexOf(wrapped) >= 0;
        });
    }
}

[Collection(ServerCollection.Name)]
public sealed class PostgresPrivateTextTests(ServerFixture servers) : PrivateTextContract
{
    protected override string Storage => servers.Postgres.ConnectionString;

    [Fact]
    public async Task Without_a_configured_master_key_private_text_is_refused_and_not_stored()
    {
        var replica = await StartAsync(masterKeys: null);

        var refused = await Assert.ThrowsAsync<MasterKeyMissingException>(() => replica.Text.SealAsync("icu", new byte[9], "d", default));
        var rotate = await Assert.ThrowsAsync<RpcException>(() => replica.Rpc.RotateKey(new RotateKeyRequest { Project = "icu" }, new QuietCall()));

        Assert.Equal(replica.Text.Refusal, refused.Message);
        Assert.Contains("MEDHELM__MASTERKEY", refused.Message, StringComparison.Ordinal);
        Assert.Equal(StatusCode.FailedPrecondition, rotate.StatusCode);
        Assert.Empty(await replica.Store.ReadAsync("icu", default));
    }
}
