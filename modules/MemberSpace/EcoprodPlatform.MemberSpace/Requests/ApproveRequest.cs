using EcoprodPlatform.Web.Components;

namespace EcoprodPlatform.MemberSpace.Requests;

/// <summary>
/// Staff approve a request, and what was asked for is done in the same transaction: space, tags and administrators, or nothing (MS-16).
/// Who has an account is found by the address (MS-14); who has none gets an invitation, and enters once an account confirmed it (MS-15).
/// </summary>
internal sealed record ApproveRequest(RequestId Id, string? Confirmation, long? Seen, Actor By) : IRequest<long>
{
    internal sealed class Handler(
        EventStore<MemberSpaceModule> store, ModuleLog<MemberSpaceModule> log, OrganisationDesk desk, TagNames tags, RequestMails mails, Invitations invitations, WithdrawnTags withdrawn, IdSource ids, TimeProvider clock)
        : IRequestHandler<ApproveRequest, long>
    {
        public async Task<long> Handle(ApproveRequest command, CancellationToken ct)
        {
            var request = await store.LoadAsync<SpaceRequest>(command.Id, ct);
            SpaceRequestEvent[] approved = [.. request.State.Approve()];
            var organisation = await store.LoadAsync<Organisation>(request.State.OrganisationId, ct);
            var people = await PeopleAsync(command.Id, ct);
            // A name that was free when it was asked for may be another's by now.
            await tags.DemandFreeAsync(request.State.Tags, RequestDrafts.TagsField, ct);
            List<Func<Organisation, IEnumerable<OrganisationEvent>>> decisions = [];
            switch (request.State.Kind)
            {
                case RequestKinds.Opening:
                    decisions.Add(o => o.OpenSpace(desk.Today));
                    break;
                case RequestKinds.Leaving:
                    decisions.Add(o => request.State.Leaving is { } leaving && o.Administrators.Contains(leaving) ? o.RemoveAdministrator(leaving, command.Confirmation) : []);
                    break;
                case RequestKinds.Closing:
                    decisions.Add(o => o.CloseSpace(command.Confirmation));
                    break;
            }

            decisions.AddRange(request.State.Tags.Select(t => (Func<Organisation, IEnumerable<OrganisationEvent>>)(o => o.OpenTag(new TagId(ids.NewId()), t, desk.Today))));
            decisions.AddRange(people.Select(p => (Func<Organisation, IEnumerable<OrganisationEvent>>)(o => p.PersonId is { } person
                ? o.Administrators.Contains(person) ? [] : o.AddAdministrator(person)
                : o.InviteAdministrator(new InvitationId(p.SeatId)))));
            OrganisationEvent[] done = [.. organisation.State.Decide(decisions)];
            request.Expect(command.Seen);
            var work = store.Begin(command.By, reason: $"Demande du {Format.Date(await SubmittedAtAsync(command.Id, ct), Languages.French)}").Append(request, approved).Append(organisation, done);
            foreach (var person in people)
            {
                await WelcomeAsync(work, command.Id, organisation, person);
            }

            if (request.State.Kind == RequestKinds.Closing)
            {
                invitations.Forget(work, request.State.OrganisationId);
                work.ForgetWebhooks(request.State.OrganisationId);
            }

            await mails.TellAsync(work, command.Id, request.State, RequestStates.Approved, null, ct);
            try
            {
                await work.SaveAsync(ct);
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation && e.TableName == "tags")
            {
                await tags.DemandFreeAsync(request.State.Tags, RequestDrafts.TagsField, ct);
                throw;
            }

            if (request.State.Kind == RequestKinds.Closing)
            {
                await withdrawn.RunAsync(ct);
            }

            // Whoever confirmed the address while this was being decided has not been seen by either side.
            await invitations.RunAsync(ct);
            return request.Version + approved.Length;
        }

        private async Task WelcomeAsync(UnitOfWork work, RequestId request, EventStream<Organisation> organisation, Named person)
        {
            await mails.WelcomeAsync(
                work, $"administrator-welcome:{request}:{person.SeatId}", new OrganisationId(organisation.Id), organisation.State.Name, person.Email, person.Name, person.Language, person.PersonId is not null);
            if (person.PersonId is null)
            {
                Invitations.Write(work, person.SeatId, organisation.Id, person.FirstName, person.LastName, person.Email, clock.GetUtcNow());
            }
        }

        private Task<IReadOnlyList<Named>> PeopleAsync(RequestId id, CancellationToken ct) => log.ListAsync(
            """
            select s.seat_id, q.first_name, q.last_name, q.email, p.person_id, coalesce(p.language, r.language, 'fr')
            from request_seats s
            join request_people q on q.request_id = s.request_id and q.seat_id = s.seat_id
            join space_requests sr on sr.request_id = s.request_id
            left join lateral (select person_id, language from people where lower(email) = lower(q.email) limit 1) p on true
            left join people r on r.person_id = sr.requested_by
            where s.request_id = $1 order by s.place
            """,
            r => new Named(
                r.GetGuid(0), r.GetString(1), r.GetString(2), r.GetString(3), r.ValueOrNull<Guid>(4) is { } person ? new PersonId(person) : null, Languages.Of(r.GetString(5))),
            ct,
            id);

        private async Task<DateTimeOffset> SubmittedAtAsync(RequestId id, CancellationToken ct)
            => (await log.ListAsync("select submitted_at from space_requests where request_id = $1", r => r.GetFieldValue<DateTimeOffset>(0), ct, id))[0];

        private sealed record Named(Guid SeatId, string FirstName, string LastName, string Email, PersonId? PersonId, System.Globalization.CultureInfo Language)
        {
            public string Name => $"{FirstName} {LastName}";
        }
    }

    public static void Map(Routes to)
    {
        to.Staff.Page(Links.Approve, ShowAsync);
        to.Staff.Form(Links.Approve, PostAsync);
    }

    private static async Task<IResult> ShowAsync(RequestId request, RequestReader reader, OrganisationReader organisations, CancellationToken ct)
    {
        var there = await reader.ReadAsync(request, ct);
        return Page.Of(new ApproveRequestPage { Request = there, Organisation = await organisations.ReadAsync(there.OrganisationId, ct), Form = new PageForm().SetVersion(there.Version) });
    }

    private static async Task<IResult> PostAsync(RequestId request, Asked asked, PageForm form, RequestReader reader, OrganisationReader organisations, IMediator mediator, CancellationToken ct)
    {
        if (await form.TryAsync(() => mediator.Send(new ApproveRequest(request, form[ConfirmForm.WordField], form.Version(), asked.By), ct)))
        {
            return Page.Redirect(Links.Request(request), Flash.Done("Demande acceptée : c’est fait.", "Request approved: it is done."));
        }

        var there = await reader.ReadAsync(request, ct);
        return Page.Of(
            new ApproveRequestPage { Request = there, Organisation = await organisations.ReadAsync(there.OrganisationId, ct), Form = RequestReader.Again(there, form) }, form.Status);
    }
}
