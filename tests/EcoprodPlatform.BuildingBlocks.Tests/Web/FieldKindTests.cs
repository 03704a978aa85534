using EcoprodPlatform.Web.Fields;
using EcoprodPlatform.Web.Forms;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.BuildingBlocks.Tests.Web;

public sealed class FieldKindTests
{
    private static readonly LineKind<Note> Words = new(n => n.Words, "note.words", new("Note", "Note"), max: 5);

    private static readonly LineKind<Note> Title = new(n => n.Title, "note.title", new("Titre", "Title"), max: 5) { IsRequired = true };

    private static readonly IReadOnlyList<Field<Note>> Fields = [Words, Title];

    [Fact]
    public void A_line_that_need_not_be_there_may_be_empty_and_one_that_must_may_not()
    {
        var read = Fields.Read(new PageForm { ["words"] = "  ", ["title"] = " " }, new Note());
        Fields.Faults(read).Select(f => f.Code).ShouldBe(["note.title"]);
        Words.Show(read).ShouldBeNull();
    }

    [Fact]
    public void What_is_told_stands_beside_its_field_and_once()
    {
        var form = new PageForm { ["words"] = "too long", ["title"] = "ok" };
        var read = Fields.Read(form, new Note());
        Fields.Tell(form, Fields.Faults(read));
        Fields.Tell(form, Fields.Faults(read));
        form.ErrorsOf("words").ShouldHaveSingleItem().Code.ShouldBe("note.words");
    }

    [Fact]
    public void A_field_of_something_that_is_no_record_is_refused()
        => Should.Throw<Exception>(() => new LineKind<Plain>(p => p.Words, "x", new("x", "x"), 1).With(new Plain(), "y")).GetBaseException().Message.ShouldContain("must be a record");

    private sealed record Note
    {
        public string Words { get; init; } = "";

        public string Title { get; init; } = "";
    }

    private sealed class Plain
    {
        public string Words { get; init; } = "";
    }
}
