namespace EcoprodPlatform.MemberSpace.Requests;

/// <summary>Asks Ecoprod's team for something, for a structure. Sent twice (the form carries the id) it is one request.</summary>
internal sealed record SubmitRequest(RequestId Id, OrganisationId OrganisationId, string Kind, RequestDraft Draft, PersonId? Leaving, Actor By) : IRequest<long>
{
    internal sealed class Handler(
        EventStore<MemberSpaceModule> store, ModuleLog<MemberSpaceModule> log, OrganisationDesk desk, TagNames tags, SpaceAccess access, RequestMails mails, IdSource ids) : IRequestHandler<SubmitRequest, long>
    {
        public async Task<long> Handle(SubmitRequest command, CancellationToken ct)
        {
            var request = await store.LoadAsync<SpaceRequest>(command.Id, ct);
            if (request.State.Exists)
            {
                return request.State.RequestedBy == command.By.Id ? request.Version : throw SpaceRequest.Unknown();
            }

            if (command.Kind != RequestKinds.Opening)
            {
                await access.DemandAsync(command.OrganisationId, command.By, ct);
            }

            var organisation = await store.LoadAsync<Organisation>(command.OrganisationId, ct);
            RequestRules.Demand(organisation.State, command.Kind, desk.Today);
            if (command.Leaving is { } leaving && !organisation.State.Administrators.Contains(leaving))
            {
                throw Organisation.UnknownAdministrator();
            }

            var content = Seats.Of(command.Draft, ids);
            SpaceRequestEvent[] events = [.. request.State.Submit(command.OrganisationId, command.Kind, command.By.Id, content.Asked, command.Leaving)];
            await tags.DemandFreeAsync(content.Asked.Tags, RequestDrafts.TagsField, ct);
            var work = store.Begin(command.By).Append(request, events).Keep(command.Draft.People.Select(p => p.Document));
            content.Write(work, command.Id);
            await mails.TellAsync(work, command.Id, events.Aggregate(request.State, (s, e) => s.Apply(e)), RequestStates.Submitted, null, ct);
            await mails.TellTeamAsync(work, command.Id, command.OrganisationId, command.Kind, isAnswer: false, ct);
            try
            {
                await work.SaveAsync(ct);
            }
            catch (PostgresException e) when (e.ConstraintName == "one_open_request")
            {
                throw await UnderWayAsync(command, organisation.State.Name, ct);
            }

            return events.Length;
        }

        /// <summary>Whose it is, is not told.</summary>
        private async Task<RuleBrokenException> UnderWayAsync(SubmitRequest command, string name, CancellationToken ct)
        {
            var since = await log.FindAsync(
                "select submitted_at from space_requests where organisation_id = $1 and kind = $2 and state in ('submitted', 'questioned', 'answered')",
                r => (object)r.GetFieldValue<DateTimeOffset>(0), ct, command.OrganisationId, command.Kind) as DateTimeOffset?;
            return RuleBrokenException.Conflict("request.under-way", new Text(
                $"Une demande pour {name} est déjà en cours{(since is { } day ? $", envoyée le {Format.Date(day, Languages.French)}" : "")} : une seule à la fois. Si elle n’est pas de vous, rapprochez-vous de vos collègues, ou écrivez à {Contact.Address}.",
                $"A request for {name} is under way already{(since is { } on ? $", sent on {Format.Date(on, Languages.English)}" : "")}: one at a time. If it is not yours, ask your colleagues, or write to {Contact.Address}."));
        }
    }
}
