namespace EcoprodPlatform.MemberSpace.Requests;

/// <summary>The requester answers the team, or corrects what was asked for: other names, other people, another file. A file that is replaced is erased.</summary>
internal sealed record AnswerRequest(RequestId Id, string? Answer, RequestDraft Draft, long? Seen, Actor By) : IRequest<long>
{
    internal sealed class Handler(EventStore<MemberSpaceModule> store, TagNames tags, RequestMails mails, RequestReader reader, IdSource ids) : IRequestHandler<AnswerRequest, long>
    {
        public async Task<long> Handle(AnswerRequest command, CancellationToken ct)
        {
            await reader.MineAsync(command.Id, command.By, ct);
            var request = await store.LoadAsync<SpaceRequest>(command.Id, ct);
            var content = Seats.Of(command.Draft, ids);
            SpaceRequestEvent[] events = [.. request.State.Answer(command.Answer, content.Asked)];
            await tags.DemandFreeAsync(content.Asked.Tags, RequestDrafts.TagsField, ct);
            request.Expect(command.Seen);
            var work = store.Begin(command.By).Append(request, events).Keep(command.Draft.People.Select(p => p.Document));
            content.Write(work, command.Id);
            work.EraseUnused(RequestFiles.Table, request.State.Administrators.Select(a => new DocumentId(a.DocumentId)).Except(command.Draft.People.Select(p => p.Document)));
            await mails.TellTeamAsync(work, command.Id, request.State.OrganisationId, request.State.Kind, isAnswer: true, ct);
            await mails.TellAsync(work, command.Id, request.State, RequestStates.Answered, null, ct);
            await work.SaveAsync(ct);
            return request.Version + events.Length;
        }
    }

    public static void Map(Routes to)
    {
        to.Page(Links.AnswerRequest, ShowAsync);
        to.Form(Links.AnswerRequest, PostAsync).TakesFiles(RequestFiles.MostBytesAtOnce);
    }

    private static async Task<IResult> ShowAsync(RequestId request, Asked asked, RequestReader reader, RequestForms forms, CancellationToken ct)
    {
        var there = await reader.MineAsync(request, asked.By, ct);
        var form = RequestDrafts.Of(there);
        return there.TakesAnswers
            ? Page.Of(new AnswerRequestPage { Request = there, Form = form, Files = await forms.FilesAsync(form, asked.By, ct) })
            : Page.Redirect(Links.MyRequest(request));
    }

    private static async Task<IResult> PostAsync(RequestId request, Asked asked, PageForm form, RequestReader reader, RequestDrafts drafts, RequestForms forms, IMediator mediator, CancellationToken ct)
    {
        var there = await reader.MineAsync(request, asked.By, ct);
        form[RequestDrafts.RequestField] = request.ToString();
        var draft = await drafts.ReadAsync(form, there.Kind, request, asked.By, ct);
        return !draft.IsMore && await form.TryAsync(() => mediator.Send(new AnswerRequest(request, form["answer"], draft, form.Version(), asked.By), ct))
            ? Page.Redirect(Links.MyRequest(request), Flash.Done("Réponse envoyée.", "Answer sent."))
            : Page.Of(
                new AnswerRequestPage { Request = there, Form = RequestReader.Again(await reader.ReadAsync(request, ct), form), Files = await forms.FilesAsync(form, asked.By, ct) },
                form.Status);
    }
}
