using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web.Forms;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.BuildingBlocks.Tests.Web;

public sealed class PageFormTests
{
    private static readonly Text Title = new("Titre", "Title");

    private static PageForm With(string name, string? value) => new([KeyValuePair.Create(name, value)]);

    [Fact]
    public void A_required_text_is_trimmed() => With("t", "  Les Marées hautes ").Required("t", Title).ShouldBe("Les Marées hautes");

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\u200B\u2060")]
    [InlineData("\u3164\u2800")]
    [InlineData("\u0301\uFE0F")]
    [InlineData("\u00A0")]
    public void A_required_text_without_a_visible_character_is_missing(string? typed)
    {
        var form = With("t", typed);
        form.Required("t", Title).ShouldBe("");
        form.Errors.Single().Text.ShouldBe(new Text("Titre : à renseigner.", "Title: please fill in."));
        form.Status.ShouldBe(422);
    }

    [Theory]
    [InlineData("a\0b")]
    [InlineData("a\u0007b")]
    [InlineData("a\u001Bb")]
    [InlineData("a\nb")]
    [InlineData("a\u202Eb")]
    [InlineData("a\u2066b")]
    [InlineData("a\uFFFFb")]
    public void A_character_that_cannot_be_kept_is_refused_and_still_shown(string typed)
    {
        var form = With("t", typed);
        form.Required("t", Title);
        form.IsValid.ShouldBeFalse();
        form.Value("t").ShouldBe(typed);
    }

    [Fact]
    public void Half_a_character_is_refused()
    {
        foreach (var typed in new[] { "a" + (char)0xD83D, (char)0xDE00 + "b", "" + (char)0xDE00 + (char)0xD83D })
        {
            var form = With("t", typed);
            form.Required("t", Title);
            form.IsValid.ShouldBeFalse();
        }
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("Les 👩‍🚒 de l’été")]
    [InlineData("مسلسل رمضان")]
    [InlineData("Robert'); DROP TABLE projects;--")]
    public void Markup_emoji_and_other_scripts_are_text_like_any_other(string typed)
    {
        var form = With("t", typed);
        form.Required("t", Title).ShouldBe(typed);
        form.IsValid.ShouldBeTrue();
    }

    [Fact]
    public void A_text_that_is_too_long_is_refused_with_both_lengths()
    {
        var form = With("t", new string('a', 10_000));
        form.Required("t", Title, max: 200);
        form.Errors.Single().Text.En.ShouldBe("Title: at most 200 characters, there are 10,000.");
        form.Value("t")!.Length.ShouldBe(10_000);
    }

    [Fact]
    public void Lines_keep_their_breaks_in_one_form_only() => With("t", "a\r\nb").Lines("t", Title).ShouldBe("a\nb");

    [Fact]
    public void Accents_typed_in_two_pieces_become_one() => With("t", "Mare\u0301es").Required("t", Title).ShouldBe("Marées");

    [Theory]
    [InlineData("2022-12-05")]
    [InlineData("05/12/2022")]
    [InlineData("5/12/2022")]
    [InlineData("05.12.2022")]
    public void A_date_is_read_from_a_date_input_and_from_the_keyboard(string typed)
        => With("d", typed).Date("d", Title).ShouldBe(new DateOnly(2022, 12, 5));

    [Theory]
    [InlineData("31/02/2022")]
    [InlineData("12/31/2022")]
    [InlineData("hier")]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31")]
    [InlineData("2022-12-05T10:00")]
    public void A_date_that_does_not_exist_or_makes_no_sense_is_refused(string typed)
    {
        var form = With("d", typed);
        form.Date("d", Title).ShouldBeNull();
        form.IsValid.ShouldBeFalse();
    }

    [Fact]
    public void A_duration_is_the_sum_of_its_three_inputs()
        => new PageForm { ["d.h"] = "1", ["d.min"] = "52", ["d.s"] = "" }.Duration("d", Title).ShouldBe((60 + 52) * 60);

    [Theory]
    [InlineData("1e3")]
    [InlineData("-1")]
    [InlineData("1,5")]
    [InlineData("99999999999999999999999999")]
    [InlineData("2000000000")]
    public void A_duration_of_anything_but_small_whole_numbers_is_refused(string hours)
    {
        var form = new PageForm { ["d.h"] = hours };
        form.Duration("d", Title).ShouldBeNull();
        form.ErrorsOf("d").ShouldHaveSingleItem();
    }

    [Fact]
    public void An_empty_duration_is_not_zero() => new PageForm().Duration("d", Title).ShouldBeNull();

    [Theory]
    [InlineData("-1")]
    [InlineData("1,5")]
    [InlineData("1000000001")]
    public void A_whole_number_outside_its_bounds_is_refused(string typed)
    {
        var form = With("n", typed);
        form.Integer("n", Title).ShouldBeNull();
        form.IsValid.ShouldBeFalse();
    }

    [Fact]
    public void A_value_that_is_not_in_the_list_is_refused()
    {
        var form = With("c", "Martian");
        form.Choice("c", Title, ["feature"]).ShouldBeNull();
        form.Choices("c", Title, ["feature"]).ShouldBeEmpty();
        form.Errors.Count.ShouldBe(2);
    }

    [Fact]
    public void A_number_in_place_of_an_enum_member_is_refused()
    {
        var form = With("c", "1");
        form.Choice<RuleKind>("c", Title).ShouldBeNull();
        form.IsValid.ShouldBeFalse();
        With("c", "NotFound").Choice<RuleKind>("c", Title).ShouldBe(RuleKind.NotFound);
    }

    [Fact]
    public void Several_values_lose_their_doubles()
        => new PageForm().Set("c", ["a", "b", "a", ""]).Choices("c", Title, ["a", "b"]).ShouldBe(["a", "b"]);

    [Fact]
    public void The_version_goes_out_and_comes_back() => new PageForm().SetVersion(1234).Version().ShouldBe(1234);

    [Fact]
    public async Task A_command_is_not_sent_while_the_form_is_wrong()
    {
        var form = new PageForm();
        form.Required("t", Title);
        var sent = false;
        (await form.TryAsync(() => { sent = true; return Task.CompletedTask; })).ShouldBeFalse();
        sent.ShouldBeFalse();
    }

    [Fact]
    public async Task A_broken_rule_becomes_an_error_of_its_field()
    {
        var form = new PageForm();
        (await form.TryAsync(() => throw new RuleBrokenException("x.y", Title, field: "t"))).ShouldBeFalse();
        form.Errors.Single().ShouldBe(new FormError("t", Title, "x.y"));
        form.Status.ShouldBe(422);
    }

    [Fact]
    public async Task A_change_made_by_someone_else_keeps_what_was_typed_and_answers_409()
    {
        var form = With("t", "mine");
        (await form.TryAsync(() => throw new ConcurrencyException("stale"))).ShouldBeFalse();
        form.IsStale.ShouldBeTrue();
        form.Status.ShouldBe(409);
        form.Value("t").ShouldBe("mine");
    }

    [Fact]
    public async Task Not_found_and_forbidden_leave_the_form_for_their_own_page()
    {
        await Should.ThrowAsync<RuleBrokenException>(() => new PageForm().TryAsync(() => throw RuleBrokenException.NotFound("x", Title)));
        await Should.ThrowAsync<RuleBrokenException>(() => new PageForm().TryAsync(() => throw RuleBrokenException.Forbidden("x", Title)));
    }

    [Fact]
    public void A_refused_form_keeps_the_version_it_was_decided_on_and_a_stale_one_takes_the_newest()
    {
        new PageForm().ShownAt(7).Version().ShouldBe(7);
        var refused = new PageForm().SetVersion(3);
        refused.Add("title", new Text("Non.", "No."));
        refused.ShownAt(7).Version().ShouldBe(3);
        refused.AddStale();
        refused.ShownAt(7).Version().ShouldBe(7);
    }
}
