namespace EcoprodPlatform.Footprint.Questionnaires;

/// <summary>Sets a section of the questionnaire aside, so that what it holds does not count, or takes it up again with what it held.</summary>
internal sealed record SwitchSection(ProjectId ProjectId, AssessmentKind Kind, string Section, bool IsAside, Actor By) : IRequest<long>
{
    internal sealed class Handler(EventStore<FootprintModule> store, ProjectAccess access, QuestionnaireShelf shelf) : IRequestHandler<SwitchSection, long>
    {
        public async Task<long> Handle(SwitchSection command, CancellationToken ct)
        {
            var project = await access.EditAsync(command.ProjectId, command.By, ct);
            var section = shelf.For(project.Genre).FindSection(command.Section) ?? throw UnknownSection();
            if (!section.IsOptional && command.IsAside)
            {
                throw RuleBrokenException.Conflict("footprint.section-needed", new(
                    $"« {section.Name.Fr} » concerne tous les projets : d’autres questions s’appuient sur ces réponses.",
                    $"“{section.Name.En}” concerns every project: other questions rest on its answers."));
            }

            var assessment = await store.LoadAsync<Assessment>(command.Kind.StreamId(command.ProjectId), ct);
            var events = assessment.State.Switch(command.ProjectId, command.Kind, command.Section, command.IsAside).ToArray();
            await store.Begin(command.By).Append(assessment, events).SaveAsync(ct);
            return assessment.Version + events.Length;
        }
    }

    public static void Map(Routes to)
    {
        to.Page(Links.SwitchSection, (ProjectId id, AssessmentKind kind, string section) => Page.Redirect(Links.Section(id, kind, section)));
        to.Form(Links.SwitchSection, PostAsync);

        to.Put("/api/footprints/{projectId:guid}/{kind}/sections/{section}", PutAsync);
    }

    internal static RuleBrokenException UnknownSection() => RuleBrokenException.NotFound("footprint.unknown-section", new(
        "Le questionnaire de ce genre n’a pas cette partie, ou ne l’a plus.",
        "The questionnaire of this genre does not have this section, or no longer."));

    private static async Task<IResult> PostAsync(ProjectId id, AssessmentKind kind, string section, Asked asked, PageForm form, IMediator mediator, QuestionnaireShelf shelf, CancellationToken ct)
    {
        var isAside = form.Bool(SectionForm.AsideField);
        await mediator.Send(new SwitchSection(id, kind, section, isAside, asked.By), ct);
        return Page.Redirect(
            Links.Section(id, kind, section),
            isAside
                ? Flash.Done("Cette partie ne compte plus. Ses réponses sont gardées.", "This section no longer counts. Its answers are kept.")
                : Flash.Done("Cette partie compte à nouveau, avec ses réponses.", "This section counts again, with its answers."));
    }

    /// <summary>Sets a section of the questionnaire aside, or takes it up again.</summary>
    private static async Task<NoContent> PutAsync(ProjectId projectId, string kind, string section, SectionBody body, Asked asked, IMediator mediator, CancellationToken ct)
    {
        await mediator.Send(new SwitchSection(projectId, AssessmentApi.KindOf(kind), section, body.IsAside, asked.By), ct);
        return TypedResults.NoContent();
    }

    /// <summary>Whether a section counts.</summary>
    /// <param name="IsAside">True: what it holds is kept and does not count.</param>
    internal sealed record SectionBody(bool IsAside);
}
