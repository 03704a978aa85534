using System.Net;
using EcoprodPlatform.Footprint.Access;
using EcoprodPlatform.Footprint.Contracts;
using EcoprodPlatform.Projects.Contracts;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>The table of who may change data is what the API does and what pages offer, for every act, role and state.</summary>
public sealed class DataLifeTests(FootprintApp app) : IClassFixture<FootprintApp>
{
    private static readonly string[] Roles = [DataLife.Owner, CollaboratorChangedV1.Contributor, CollaboratorChangedV1.Reader];

    public static TheoryData<DataAct, string, bool> All
    {
        get
        {
            var all = new TheoryData<DataAct, string, bool>();
            foreach (var act in Enum.GetValues<DataAct>())
            {
                foreach (var role in Roles)
                {
                    all.Add(act, role, false);
                    all.Add(act, role, true);
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Page_and_API_do_what_the_table_says(DataAct act, string role, bool isClosed)
    {
        var project = await app.ProjectAsync();
        var person = role == DataLife.Owner ? project.Owner : await app.CollaboratorAsync(project, role);
        var line = app.Ids.NewId();
        using (var owner = app.ProgramOf(project.Owner))
        {
            (await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", FootprintApp.Line(id: line))).EnsureSuccessStatusCode();
        }

        if (isClosed)
        {
            await app.CloseAsync(project);
        }

        var refusal = DataLife.Table.WhyNot(act, role, isClosed ? DataState.Frozen : DataState.Open);
        var (page, offer, method, path, body) = act switch
        {
            DataAct.Change => (FootprintLinks.Provisional(project.Id), "form[data-factor-search]", HttpMethod.Post, "lines", FootprintApp.Line()),
            DataAct.Comment => ($"{FootprintLinks.Provisional(project.Id)}/lignes/{line}/commentaires", "main textarea", HttpMethod.Post, $"lines/{line}/comments", """{"words":"Vu."}"""),
            DataAct.Answer => ($"{FootprintLinks.Provisional(project.Id)}/questionnaire/office", "fieldset[data-question]:not([disabled])", HttpMethod.Put, "answers/insurance", """{"state":"none"}"""),
            _ => throw new ArgumentOutOfRangeException(nameof(act), act, null),
        };
        (await app.As(person).GetPageAsync(page)).All(offer).Any().ShouldBe(refusal is null);
        using var program = app.ProgramOf(person);
        var attempt = program.SendAsync(method, $"/api/footprints/{project.Id}/provisional/{path}", body);
        if (refusal is null)
        {
            (await attempt).IsSuccessStatusCode.ShouldBeTrue();
        }
        else
        {
            await attempt.ShouldRefuseAsync(role == CollaboratorChangedV1.Reader ? HttpStatusCode.Forbidden : HttpStatusCode.Conflict, refusal.Code);
        }
    }

    [Fact]
    public void Owner_and_contributors_change_data_until_the_project_is_closed()
    {
        Roles.Where(r => DataLife.Table.May(DataAct.Change, r, DataState.Open)).ShouldBe([DataLife.Owner, CollaboratorChangedV1.Contributor]);
        Roles.Where(r => DataLife.Table.May(DataAct.Change, r, DataState.Frozen)).ShouldBeEmpty();
        DataLife.Table.Of(null, DataState.Open).ShouldBeEmpty();
    }
}
