using System.Security.Cryptography;
using System.Text;
using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.BuildingBlocks.Tests.EventSourcing;

public sealed class PersonalKeysTests
{
    private const string Words = "Mme Quatrebarbes-Fénelon souhaite une dérogation";

    [Fact]
    public async Task What_an_event_says_about_a_person_is_gone_from_every_dump_once_their_key_is_forgotten()
    {
        await using var log = await LogFixture.CreateAsync();
        var keys = new PersonalKeys<LogFixture>(new ModuleLog<LogFixture>(log.Log));
        var person = log.Ids.NewId();
        var text = await keys.SealAsync(person, Words, default);
        var stream = await log.AppendAsync(new Opened($"{text.Person}/{text.Sealed}"));
        var key = await log.ScalarAsync<byte[]>("select key from person_keys");
        (await keys.OpenAsync(text, default)).ShouldBe(Words);
        (await PostgresDump.OfAsync(log.ConnectionString)).ShouldContain(Convert.ToHexStringLower(key));

        await keys.Forget(log.Store.Begin(Actor.System), person).SaveAsync(default);

        (await keys.OpenAsync(text, default)).ShouldBeNull();
        var dump = await PostgresDump.OfAsync(log.ConnectionString);
        dump.ShouldContain(text.Sealed, customMessage: "the event itself stays");
        foreach (var trace in new[] { "Quatrebarbes", "dérogation", Convert.ToBase64String(Encoding.UTF8.GetBytes(Words)), Convert.ToHexStringLower(key) })
        {
            dump.ShouldNotContain(trace, Case.Insensitive);
        }

        (await log.Store.LoadAsync<Account>(stream, default)).Exists.ShouldBeTrue("the stream can still be read");
    }

    [Fact]
    public async Task Nothing_is_sealed_any_more_for_a_person_who_was_forgotten_even_before_they_had_a_key()
    {
        await using var log = await LogFixture.CreateAsync();
        var keys = new PersonalKeys<LogFixture>(new ModuleLog<LogFixture>(log.Log));
        var person = log.Ids.NewId();
        await keys.Forget(log.Store.Begin(Actor.System), person).SaveAsync(default);

        (await Should.ThrowAsync<RuleBrokenException>(keys.SealAsync(person, Words, default))).Code.ShouldBe("person.forgotten");
    }

    [Fact]
    public async Task One_person_has_one_key_however_many_texts_are_sealed_at_once()
    {
        await using var log = await LogFixture.CreateAsync();
        var keys = new PersonalKeys<LogFixture>(new ModuleLog<LogFixture>(log.Log));
        var person = log.Ids.NewId();

        var texts = await Task.WhenAll(Enumerable.Range(0, 12).Select(n => Task.Run(() => keys.SealAsync(person, $"{Words} {n}", default))));

        texts.Select(t => t.Sealed).Distinct().Count().ShouldBe(12);
        for (var n = 0; n < texts.Length; n++)
        {
            (await keys.OpenAsync(texts[n], default)).ShouldBe($"{Words} {n}");
        }
    }

    [Fact]
    public async Task A_text_that_was_tampered_with_or_moved_to_another_person_does_not_open()
    {
        await using var log = await LogFixture.CreateAsync();
        var keys = new PersonalKeys<LogFixture>(new ModuleLog<LogFixture>(log.Log));
        var text = await keys.SealAsync(log.Ids.NewId(), Words, default);
        var other = await keys.SealAsync(log.Ids.NewId(), Words, default);
        var bytes = Convert.FromBase64String(text.Sealed);
        bytes[^1] ^= 1;

        await Should.ThrowAsync<CryptographicException>(keys.OpenAsync(text with { Sealed = Convert.ToBase64String(bytes) }, default));
        await Should.ThrowAsync<CryptographicException>(keys.OpenAsync(text with { Person = other.Person }, default));
        await Should.ThrowAsync<CryptographicException>(keys.OpenAsync(text with { Sealed = "AAAA" }, default));
    }
}
