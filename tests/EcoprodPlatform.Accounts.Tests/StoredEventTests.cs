using System.Text.Json.Nodes;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Accounts.Tests;

/// <summary>What is written in the log today must be readable for ever: the approved files only ever gain neighbours.</summary>
public sealed class StoredEventTests
{
    private static readonly object[] Events =
    [
        new AccountOpened(),
        new RegistrationRepeated(),
        new AccountConfirmed(),
        new PersonChanged(),
        new AddressChanged(),
        new PasswordChanged(ByMail: true),
        new SecondFactorTurnedOn(),
        new SecondFactorTurnedOff(),
        new SecondFactorLiftAsked(Guid.Parse("019aaaaa-0000-7000-8000-000000000021"), LiftReason.PhoneLost, new DateTimeOffset(2026, 12, 1, 9, 30, 0, TimeSpan.Zero)),
        new SecondFactorLifted(Guid.Parse("019aaaaa-0000-7000-8000-000000000022")),
        new RecoveryCodesRenewed(),
        new PasskeyAdded(),
        new PasskeyRemoved(),
        new StaffRoleGranted(),
        new StaffRoleRevoked(),
        new AccountErased(),
    ];

    public static TheoryData<string> Names => [.. AccountsEvents.Map.All.Select(e => e.Key)];

    [Fact]
    public void Every_stored_event_has_a_sample() => Events.Select(s => s.GetType()).ShouldBe(AccountsEvents.Map.All.Select(e => e.Value), ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_written_as_approved_and_read_back(string name)
    {
        var sample = Events.Single(s => AccountsEvents.Map.NameOf(s.GetType()) == name);
        var approved = File.ReadAllText(Repository.PathOf("tests", "EcoprodPlatform.Accounts.Tests", "Approved", $"{name}.json"));
        var written = AccountsEvents.Map.Write(sample);
        JsonNode.DeepEquals(JsonNode.Parse(written), JsonNode.Parse(approved)).ShouldBeTrue($"{name} is now written as {written}");
        AccountsEvents.Map.Write(AccountsEvents.Map.Read(name, approved)).ShouldBe(written);
    }

    [Fact]
    public void The_aggregate_folds_them_all() => Events.Cast<AccountEvent>().Aggregate(Account.Empty, (state, e) => state.Apply(e)).Stage.ShouldBe(AccountStage.Erased);

    [Fact]
    public void No_stored_event_holds_any_text() => AccountsEvents.Map.All.SelectMany(e => e.Value.GetProperties()).ShouldAllBe(p => p.PropertyType != typeof(string));
}
