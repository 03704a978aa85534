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
        if (isClosed)
        {
            await app.CloseAsync(project);
        }

        var refusal = DataLife.Table.WhyNot(act, role, isClosed ? DataState.Frozen : DataState.Open);
        (await app.As(person).GetPageAsync(FootprintLinks.Provisional(project.Id))).All("form[data-factor-search]").Any().ShouldBe(refusal is null);
        using var program = app.ProgramOf(person);
        var attempt = program.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", FootprintApp.Line());
        if (refusal is null)
        {
            (await attempt).StatusCode.ShouldBe(HttpStatusCode.Created);
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
