using EcoprodPlatform.Accounts.Contracts;
using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Footprint.Contracts;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Testing;
using JasperFx.Events;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.MemberSpace.Tests;

/// <summary>A structure is tagged: one row, one mail per administrator, whatever the messages do on their way.</summary>
public sealed class TaggingTests(MemberSpaceApp app) : IClassFixture<MemberSpaceApp>
{
    [Fact]
    public async Task Each_administrator_gets_one_mail_in_their_language_and_the_project_is_in_the_space()
    {
        var space = await app.SpaceAsync("Mail & <Co>");
        var english = await app.PersonAsync("Alex", "Smith", "en");
        await app.SendAsync(new AddAdministrator(space.Id, await app.EmailOfAsync(english), null, new Actor(MemberSpaceApp.Staff, true)));
        var owner = await app.PersonAsync("Inès", "Moreau");

        var project = await app.ProjectAsync(space, p => p with { Title = "Les Marées <hautes>", OwnerId = owner });

        var mails = await MailsAsync(project);
        mails.Count.ShouldBe(2);
        var french = mails.Single(m => m.Recipient != app.EmailOfAsync(english).Result);
        french.Subject.ShouldBe("«\u202FLes Marées <hautes>\u202F» vous a tagué");
        french.Html.ShouldContain("&lt;hautes&gt;");
        french.Html.ShouldNotContain("<hautes>");
        french.Plain.ShouldContain("Les Marées <hautes>");
        french.Plain.ShouldContain("Documentaire unitaire");
        french.Plain.ShouldContain("Inès Moreau");
        french.Plain.ShouldContain($"http://localhost/espaces/{space.Id}/projets/{project}");
        var other = mails.Single(m => m != french);
        other.Subject.ShouldBe("“Les Marées <hautes>” tagged you");
        other.Plain.ShouldContain("Single documentary");
        (await RowsAsync(space, project)).ShouldBe(1);
    }

    [Fact]
    public async Task Delivered_twice_it_is_one_row_and_one_mail()
    {
        var space = await app.SpaceAsync();
        var project = app.Ids.NewId();
        var tagged = Told.Tagged(app.Ids, project, 2, space.Tags[0], space.Id);
        await app.DeliverAsync(Told.Described(app.Ids, project), tagged, tagged);

        (await MailsAsync(project)).Count.ShouldBe(1);
        (await RowsAsync(space, project)).ShouldBe(1);
    }

    [Fact]
    public async Task Published_again_under_another_id_it_is_still_one_mail()
    {
        var space = await app.SpaceAsync();
        var project = app.Ids.NewId();
        var tagged = Told.Tagged(app.Ids, project, 2, space.Tags[0], space.Id);
        await app.DeliverAsync(Told.Described(app.Ids, project), tagged, tagged with { EventId = app.Ids.NewId() });

        (await MailsAsync(project)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_tag_that_arrives_before_the_project_is_mailed_with_the_description_once()
    {
        var space = await app.SpaceAsync();
        var project = app.Ids.NewId();
        await app.DeliverAsync(Told.Tagged(app.Ids, project, 2, space.Tags[0], space.Id), Told.Measured(app.Ids, project, AssessmentMeasuredV1.Final, 3, ("transport", "food", 7m)));
        (await MailsAsync(project)).ShouldBeEmpty();
        (await RowsAsync(space, project)).ShouldBe(0);

        await app.DeliverAsync(Told.Described(app.Ids, project), Told.Described(app.Ids, project, 4) with { Title = "Autre titre" });

        (await MailsAsync(project)).ShouldHaveSingleItem().Subject.ShouldContain("Les Marées hautes");
        (await app.Database.ScalarAsync<string>($"select title || ' ' || total_ug from member_space.space_projects where project_id = '{project}' and basis = 'effective'")).ShouldBe("Autre titre 7000000000");
    }

    [Fact]
    public async Task Whatever_the_order_the_row_is_the_same()
    {
        var space = await app.SpaceAsync();
        var rows = new List<string>();
        foreach (var order in new int[][] { [0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1] })
        {
            var project = app.Ids.NewId();
            object[] messages =
            [
                Told.Described(app.Ids, project),
                Told.Described(app.Ids, project, 3) with { Title = "Titre final", FinalisedOn = new DateOnly(2025, 5, 1) },
                Told.Measured(app.Ids, project, AssessmentMeasuredV1.Provisional, 1, ("transport", "food", 7m), ("production", "waste", 1.5m)),
                Told.Tagged(app.Ids, project, 2, space.Tags[0], space.Id),
            ];
            await app.DeliverAsync([.. order.Select(i => messages[i])]);
            rows.Add(await app.Database.ScalarAsync<string>($"select (to_jsonb(s) - 'project_id' - 'touched_at' - 'stamp')::text from member_space.space_projects s where project_id = '{project}' and basis = 'effective'"));
            (await MailsAsync(project)).Count.ShouldBe(1);
        }

        rows.Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_untagging_takes_the_project_out_and_a_new_tagging_is_a_new_mail()
    {
        var space = await app.SpaceAsync();
        var project = await app.ProjectAsync(space);
        await app.DeliverAsync(Told.Untagged(app.Ids, project, 3, space.Tags[0], space.Id));
        (await RowsAsync(space, project)).ShouldBe(0);

        var later = Told.Untagged(app.Ids, project, 3, space.Tags[0], space.Id).UntaggedAt.AddMinutes(11);
        await app.DeliverAsync(Told.Tagged(app.Ids, project, 4, space.Tags[0], space.Id) with { TaggedAt = later });

        (await RowsAsync(space, project)).ShouldBe(1);
        (await MailsAsync(project)).Select(m => m.Subject).ShouldBe(["«\u202FLes Marées hautes\u202F» vous a tagué", "«\u202FLes Marées hautes\u202F» vous a tagué à nouveau"], ignoreOrder: true);
    }

    /// <summary>Taken off and put on again within seconds: a mail each time, it was.</summary>
    [Fact]
    public async Task B15_a_slip_sends_nothing_new_and_a_second_tag_says_what_it_is()
    {
        var space = await app.SpaceAsync(tags: 2);
        var project = await app.ProjectAsync(space);
        var untagged = Told.Untagged(app.Ids, project, 3, space.Tags[0], space.Id);
        await app.DeliverAsync(untagged, Told.Tagged(app.Ids, project, 4, space.Tags[0], space.Id) with { TaggedAt = untagged.UntaggedAt.AddSeconds(5) });
        (await RowsAsync(space, project)).ShouldBe(1);
        (await MailsAsync(project)).Count.ShouldBe(1);

        await app.DeliverAsync(Told.Tagged(app.Ids, project, 5, space.Tags[1], space.Id));

        var second = (await MailsAsync(project)).Single(m => m.Subject == "«\u202FLes Marées hautes\u202F»\u202F: un autre de vos tags");
        second.Plain.ShouldContain("compté une seule fois");
        second.Plain.ShouldNotContain("rejoint votre espace");
    }

    /// <summary>5,000 tags in a minute were 5,000 mails.</summary>
    [Fact]
    public async Task Above_thirty_an_hour_one_mail_gathers_the_rest()
    {
        var space = await app.SpaceAsync();
        for (var i = 0; i < 33; i++)
        {
            await app.ProjectAsync(space, p => p with { Title = $"Projet {i:00} voir www.exemple.example" });
        }

        var email = await app.EmailOfAsync(space.Administrator);
        (await ToAsync(email)).Count.ShouldBe(30);
        var job = ActivatorUtilities.CreateInstance<Mails.GatheredTaggings>(app.Services);
        await job.RunAsync(default);
        (await ToAsync(email)).Count.ShouldBe(30, "they wait an hour from the first");

        var clock = new MovableClock();
        clock.Advance(TimeSpan.FromHours(1.1));
        var later = ActivatorUtilities.CreateInstance<Mails.GatheredTaggings>(app.Services, clock);
        await later.RunAsync(default);
        await later.RunAsync(default);

        var mails = await ToAsync(email);
        var gathered = mails.Single(m => m.Subject.StartsWith('3'));
        mails.Count.ShouldBe(31);
        gathered.Subject.ShouldBe($"3 projets de plus dans l’espace {space.Name}");
        gathered.Plain.ShouldContain("Projet 30");
        gathered.Plain.ShouldContain("Projet 32");
        gathered.Plain.ShouldContain($"http://localhost/espaces/{space.Id}/projets");
        gathered.Plain.ShouldNotContain("exemple.example", Case.Sensitive, "a title makes no link");
    }

    [Fact]
    public async Task With_two_tags_the_project_is_there_once_until_both_are_off()
    {
        var space = await app.SpaceAsync(tags: 2);
        var project = await app.ProjectAsync(space);
        await app.DeliverAsync(Told.Tagged(app.Ids, project, 3, space.Tags[1], space.Id));
        (await RowsAsync(space, project)).ShouldBe(1);
        await app.DeliverAsync(Told.Untagged(app.Ids, project, 4, space.Tags[0], space.Id));
        (await RowsAsync(space, project)).ShouldBe(1);
        await app.DeliverAsync(Told.Untagged(app.Ids, project, 5, space.Tags[1], space.Id));
        (await RowsAsync(space, project)).ShouldBe(0);
    }

    [Fact]
    public async Task An_exercise_never_appears_and_is_not_mailed_until_it_is_none()
    {
        var space = await app.SpaceAsync();
        var project = await app.ProjectAsync(space, p => p with { IsExercise = true }, finalKg: 5m);
        (await RowsAsync(space, project)).ShouldBe(0);
        (await MailsAsync(project)).ShouldBeEmpty();

        await app.DeliverAsync(Told.Described(app.Ids, project, 5));

        (await RowsAsync(space, project)).ShouldBe(1);
        (await MailsAsync(project)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Two_structures_on_one_project_each_see_it_and_their_own_mail_only()
    {
        var (one, other) = (await app.SpaceAsync(), await app.SpaceAsync());
        var project = await app.ProjectAsync(one);
        await app.DeliverAsync(Told.Tagged(app.Ids, project, 3, other.Tags[0], other.Id));

        (await RowsAsync(one, project)).ShouldBe(1);
        (await RowsAsync(other, project)).ShouldBe(1);
        (await MailsAsync(project)).Select(m => m.Recipient).ShouldBe([await app.EmailOfAsync(one.Administrator), await app.EmailOfAsync(other.Administrator)], ignoreOrder: true);
    }

    [Fact]
    public async Task A_title_of_any_script_and_length_makes_a_mail()
    {
        var space = await app.SpaceAsync();
        var project = await app.ProjectAsync(space, p => p with { Title = string.Concat(Enumerable.Repeat("🎬é", 66)) });
        var subject = (await MailsAsync(project)).ShouldHaveSingleItem().Subject;
        subject.Length.ShouldBeLessThan(110);
        subject.EnumerateRunes().ShouldNotContain(System.Text.Rune.ReplacementChar);
    }

    [Fact]
    public async Task A_deleted_account_leaves_names_and_spaces()
    {
        var space = await app.SpaceAsync();
        var email = await app.EmailOfAsync(space.Administrator);
        await app.DeliverAsync(new PersonErasedV1(app.Ids.NewId(), space.Administrator, 5));
        await app.DeliverAsync(new PersonKnownV1(app.Ids.NewId(), space.Administrator, 2, "Camille", "Renaud", email, "fr"));

        (await app.Database.ScalarAsync<long>($"select count(*) from member_space.people where email = '{email}'")).ShouldBe(0);
        (await app.Database.ScalarAsync<long>($"select count(*) from member_space.administrators where organisation_id = '{space.Id}'")).ShouldBe(0);
        (await app.Database.ScalarAsync<long>("select count(*) from member_space.mt_events where data::text ilike '%Renaud%'")).ShouldBe(0);
    }

    [Fact]
    public async Task Over_the_bus_the_same_happens()
    {
        var space = await app.SpaceAsync();
        var project = app.Ids.NewId();
        var bus = app.Services.GetRequiredService<IBus>();
        await bus.Publish(Told.Described(app.Ids, project));
        await bus.Publish(Told.Tagged(app.Ids, project, 2, space.Tags[0], space.Id));
        while (true)
        {
            var seen = app.Log.Log.Signal.Count;
            if (await RowsAsync(space, project) == 1)
            {
                break;
            }

            await app.Log.Log.Signal.WaitAsync(seen, TimeSpan.FromSeconds(20), TimeProvider.System, CancellationToken.None);
        }

        (await MailsAsync(project)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Tags_and_detachments_are_published_with_what_others_need()
    {
        var space = await app.SpaceAsync();
        var project = await app.ProjectAsync(space);
        var staff = new Actor(MemberSpaceApp.Staff, true);
        await app.SendAsync(new RenameOrganisation(space.Id, $"{space.Name} Groupe", null, staff));
        await app.SendAsync(new RetireTag(space.Id, space.Tags[0], null, staff));
        await app.SendAsync(new Spaces.DetachStructure(space.Id, project, [new(space.Tags[0], null)], new Actor(space.Administrator)));

        var store = app.Services.GetRequiredService<EventStore<MemberSpaceModule>>();
        var published = new List<object>();
        foreach (var stored in (await store.ReadStreamAsync(space.Id, default)).Concat(await store.ReadStreamAsync(project, default)))
        {
            if (await MapAsync(stored) is { } message)
            {
                published.Add(message);
            }
        }

        var tags = published.OfType<Contracts.OrganisationTagChangedV1>().ToList();
        tags.Select(t => (t.OrganisationName, t.IsUsable)).ShouldBe([(space.Name, true), ($"{space.Name} Groupe", true), ($"{space.Name} Groupe", false)]);
        tags.Select(t => t.OrganisationVersion).ShouldBeInOrder();
        tags.ShouldAllBe(t => t.Name == space.Name && t.TagId == space.Tags[0]);
        var detached = published.OfType<Contracts.StructureDetachedV1>().ShouldHaveSingleItem();
        (detached.ProjectId, detached.TagId, detached.DetachedBy, detached.ProjectVersion).ShouldBe((project, space.Tags[0], space.Administrator, 2L));
    }

    private async Task<object?> MapAsync(IEvent stored)
    {
        // Internal to Messaging: what the relay asks for each event.
        var map = typeof(Messaging.Publications).GetMethod("MapAsync", System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!;
        await using var scope = app.Services.CreateAsyncScope();
        return await (ValueTask<object?>)map.Invoke(Publications.Create(), [scope.ServiceProvider, stored, CancellationToken.None])!;
    }

    private async Task<long> RowsAsync(TestSpace space, Guid project)
        => await app.Database.ScalarAsync<long>($"select count(*) from member_space.space_projects where organisation_id = '{space.Id}' and project_id = '{project}' and basis = 'effective'");

    private Task<IReadOnlyList<QueuedMail>> MailsAsync(Guid project) => app.Log.ListAsync(
        "select recipient, subject, html, plain from mail_queue where plain like '%' || $1 || '%'",
        r => new QueuedMail(r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3)),
        CancellationToken.None,
        project.ToString());

    private Task<IReadOnlyList<QueuedMail>> ToAsync(string email) => app.Log.ListAsync(
        "select recipient, subject, html, plain from mail_queue where recipient = $1",
        r => new QueuedMail(r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3)),
        CancellationToken.None,
        email);

    private sealed record QueuedMail(string Recipient, string Subject, string Html, string Plain);
}
