using System.Security.Cryptography;
using EcoprodPlatform.Documents;
using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Footprint;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.BuildingBlocks.Tests.Documents;

/// <summary>The store on a real database, in the schema of a real module.</summary>
public sealed class DocumentStoreTests(EcoprodApp app) : IClassFixture<EcoprodApp>
{
    private static readonly DocumentRule Rule = new([DocumentKind.Pdf, DocumentKind.PlainText], 25 * 1024 * 1024);
    private static readonly Actor By = new(new PersonId(new Guid("01900000-0000-7000-8000-000000000001")));

    private DocumentStore<FootprintModule> Store => app.Services.GetRequiredService<DocumentStore<FootprintModule>>();

    private EventStore<FootprintModule> Events => app.Services.GetRequiredService<EventStore<FootprintModule>>();

    [Fact]
    public async Task Bytes_come_back_as_they_were_in_parts_of_a_quarter_megabyte()
    {
        var bytes = new byte[(3 * DocumentStore<FootprintModule>.PartSize) + 7];
        new Random(1).NextBytes(bytes);
        SampleFile.Pdf().CopyTo(bytes, 0);

        var document = await ReceiveAsync("parts", bytes);

        document.Size.ShouldBe(bytes.Length);
        document.Sha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(bytes)));
        (await CopyAsync(document.Id)).ShouldBe(bytes);
        (await app.Database.ScalarAsync<string>($"select string_agg(number || ':' || octet_length(bytes), ' ' order by number) from footprint.document_part where document_id = '{document.Id}'"))
            .ShouldBe("0:262144 1:262144 2:262144 3:7");
    }

    /// <summary>Of 24 MB, only a part is ever in memory: the whole would show here.</summary>
    [Fact]
    public async Task A_large_file_is_never_held_whole()
    {
        await using var file = new Reader(24 * 1024 * 1024);
        var most = 0L;
        file.OnRead = () => most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true));
        await ReceiveAsync("warm", SampleFile.Pdf());
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var document = (await Store.ReceiveAsync("large", [new("long.txt", file)], Rule, By, default)).ShouldHaveSingleItem();

        (most - before).ShouldBeLessThan(8 * 1024 * 1024);
        document.Size.ShouldBe(24 * 1024 * 1024);
        (await app.Database.ScalarAsync<long>($"select count(*) from footprint.document_part where document_id = '{document.Id}'")).ShouldBe(96);
    }

    [Fact]
    public async Task One_refused_file_lets_none_in()
    {
        await Should.ThrowAsync<RuleBrokenException>(() => Store.ReceiveAsync("half", [Pdf("a.pdf"), new("b.pdf", new MemoryStream([1, 2, 3]))], Rule, By, default));
        (await CountAsync("half")).ShouldBe(0);
        (await Should.ThrowAsync<RuleBrokenException>(() => Store.ReceiveAsync("half", [], Rule, By, default))).Code.ShouldBe("document.missing");
    }

    [Fact]
    public async Task A_file_that_breaks_off_leaves_nothing()
    {
        await using var file = new Reader(2 * 1024 * 1024) { Breaks = 2 };
        await Should.ThrowAsync<IOException>(() => Store.ReceiveAsync("broken", [new("long.txt", file)], Rule, By, default));
        (await CountAsync("broken")).ShouldBe(0);
        (await app.Database.ScalarAsync<long>("select count(*) from footprint.document_part p where not exists (select 1 from footprint.document d where d.id = p.document_id)")).ShouldBe(0);
    }

    [Fact]
    public async Task What_nobody_keeps_is_swept_after_a_day_and_nothing_else_is()
    {
        var (kept, old, young) = (await ReceiveAsync("sweep", SampleFile.Pdf("kept")), await ReceiveAsync("sweep", SampleFile.Pdf("old")), await ReceiveAsync("sweep", SampleFile.Pdf("young")));
        await Events.Begin(By).Keep(kept.Id).SaveAsync(default);
        await app.Database.ExecuteAsync($"update footprint.document set received_at = now() - interval '25 hours' where id in ('{kept.Id}', '{old.Id}')");
        (await Store.FindAsync(old.Id, "sweep", default)).ShouldBeNull("it is not there for anybody until it is kept");

        await app.Services.GetRequiredService<DocumentSweeper>().RunAsync(default);

        (await app.Database.ScalarAsync<string>("select string_agg(id::text, ' ' order by id) from footprint.document where owner = 'sweep'")).ShouldBe($"{kept.Id} {young.Id}");
        (await app.Database.ScalarAsync<long>($"select count(*) from footprint.document_part where document_id = '{old.Id}'")).ShouldBe(0, "the bytes go too");
        (await Store.FindAsync(kept.Id, "sweep", default)).ShouldNotBeNull().ReceivedBy.ShouldBe(By.Id);
        (await Store.FindAsync(kept.Id, "somebody else", default)).ShouldBeNull();
    }

    [Fact]
    public async Task Keeping_what_is_gone_fails_and_writes_nothing()
    {
        var (gone, there) = (await ReceiveAsync("gone", SampleFile.Pdf("gone")), await ReceiveAsync("gone", SampleFile.Pdf("there")));
        await Events.Begin(By).EraseDocument(gone.Id).SaveAsync(default);

        await Should.ThrowAsync<ConcurrencyException>(() => Events.Begin(By).Keep(there.Id, gone.Id).SaveAsync(default));

        (await Store.FindAsync(there.Id, "gone", default)).ShouldBeNull();
        (await CountAsync("gone")).ShouldBe(1);
    }

    /// <summary>Somebody uses a file once more while its last use is taken away: whoever is second sees what the first did.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_that_is_being_used_again_is_not_erased_under_the_hands(bool commits)
    {
        var document = await ReceiveAsync("race", SampleFile.Pdf());
        await Events.Begin(By).Keep(document.Id).SaveAsync(default);
        await using var other = await app.Database.Source.OpenConnectionAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using var use = new NpgsqlCommand(
            $"""
            set local search_path = footprint;
            insert into line_evidence values (gen_random_uuid(), 'final', gen_random_uuid(), '{document.Id}', now(), gen_random_uuid(), 1);
            call keep_documents(array['{document.Id}'::uuid]);
            """,
            other);
        await use.ExecuteNonQueryAsync();

        var erasing = Events.Begin(By).EraseUnused("line_evidence", document.Id).SaveAsync(default);
        while (await app.Database.ScalarAsync<long>("select count(*) from pg_locks where not granted and locktype = 'transactionid'") == 0 && !erasing.IsCompleted)
        {
            await Task.Yield();
        }

        erasing.IsCompleted.ShouldBeFalse("it waits for the other one");
        await (commits ? transaction.CommitAsync() : transaction.RollbackAsync());
        await erasing;

        (await Store.FindAsync(document.Id, "race", default) is not null).ShouldBe(commits);
    }

    [Fact]
    public async Task All_of_an_owner_goes_and_nothing_of_another()
    {
        await ReceiveAsync("mine", SampleFile.Pdf("1"));
        await ReceiveAsync("mine", SampleFile.Pdf("2"));
        await ReceiveAsync("yours", SampleFile.Pdf("3"));
        await Events.Begin(By).EraseDocuments("mine").SaveAsync(default);
        (await CountAsync("mine")).ShouldBe(0);
        (await CountAsync("yours")).ShouldBe(1);
    }

    [Fact]
    public async Task Every_module_has_a_store_of_its_own()
        => (await app.Database.ScalarAsync<string>("select string_agg(schemaname || ' ' || tableowner, ', ' order by schemaname) from pg_tables where tablename = 'document_part'"))
            .ShouldBe(string.Join(", ", app.Services.GetServices<ModuleLog>().OrderBy(l => l.Schema, StringComparer.Ordinal).Select(l => $"{l.Schema} {l.Role}")));

    [Fact]
    public async Task It_is_handed_out_as_an_attachment_that_runs_nowhere()
    {
        var document = (await ReceiveAsync("headers", SampleFile.Pdf())) with { Name = "reçu \"🎬\".pdf" };
        var http = await SendAsync(document, HttpMethods.Get);
        http.Response.StatusCode.ShouldBe(200);
        http.Response.ContentType.ShouldBe("application/pdf");
        http.Response.ContentLength.ShouldBe(document.Size);
        http.Response.Headers.ContentDisposition.ToString().ShouldStartWith("attachment; filename=");
        http.Response.Headers.ContentDisposition.ToString().ShouldEndWith("filename*=UTF-8''re%C3%A7u%20%22%F0%9F%8E%AC%22.pdf");
        http.Response.Headers.XContentTypeOptions.ToString().ShouldBe("nosniff");
        http.Response.Headers.ContentSecurityPolicy.ToString().ShouldBe("sandbox; default-src 'none'");
        http.Response.Headers.CacheControl.ToString().ShouldBe("private, no-cache");
        ((MemoryStream)http.Response.Body).ToArray().ShouldBe(SampleFile.Pdf());

        var again = await SendAsync(document, HttpMethods.Get, http.Response.Headers.ETag.ToString());
        again.Response.StatusCode.ShouldBe(304);
        again.Response.Body.Length.ShouldBe(0);
        (await SendAsync(document, HttpMethods.Head)).Response.Body.Length.ShouldBe(0);
    }

    private static IncomingFile Pdf(string name) => new(name, new MemoryStream(SampleFile.Pdf()));

    private async Task<StoredDocument> ReceiveAsync(string owner, byte[] bytes)
        => (await Store.ReceiveAsync(owner, [new("facture.pdf", new MemoryStream(bytes))], Rule, By, default)).ShouldHaveSingleItem();

    private async Task<byte[]> CopyAsync(DocumentId id)
    {
        using var copy = new MemoryStream();
        await Store.CopyAsync(id, copy, default);
        return copy.ToArray();
    }

    private Task<long> CountAsync(string owner) => app.Database.ScalarAsync<long>($"select count(*) from footprint.document where owner = '{owner}'");

    private async Task<HttpContext> SendAsync(StoredDocument document, string method, string? known = null)
    {
        var http = new DefaultHttpContext { Request = { Method = method }, Response = { Body = new MemoryStream() } };
        http.Request.Headers.IfNoneMatch = known;
        await Store.Download(document).ExecuteAsync(http);
        return http;
    }

    /// <summary>So many letters that nobody holds.</summary>
    private sealed class Reader(long length) : Stream
    {
        private int _reads;

        public Action OnRead { get; set; } = () => { };

        /// <summary>After how many reads it fails, once the kind has been found; 0: never.</summary>
        public int Breaks { get; init; }

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get; set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (buffer.Length == DocumentStore<FootprintModule>.PartSize && ++_reads > 0)
            {
                if (_reads == Breaks)
                {
                    throw new IOException("The disk is gone.");
                }

                if (_reads % 24 == 0)
                {
                    OnRead();
                }
            }

            var count = (int)Math.Min(buffer.Length, length - Position);
            buffer.Span[..count].Fill((byte)'a');
            Position += count;
            return ValueTask.FromResult(count);
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
