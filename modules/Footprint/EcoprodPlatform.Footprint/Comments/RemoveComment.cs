namespace EcoprodPlatform.Footprint.Comments;

/// <summary>Takes a comment back: its author may, and the owner of the project.</summary>
internal sealed record RemoveComment(ProjectId ProjectId, AssessmentKind Kind, LineId LineId, CommentId CommentId, Actor By) : IRequest<Unit>
{
    internal sealed class Handler(EventStore<FootprintModule> store, ProjectAccess access, LineComments comments) : IRequestHandler<RemoveComment, Unit>
    {
        public async Task<Unit> Handle(RemoveComment command, CancellationToken ct)
        {
            var project = await access.ReadAsync(command.ProjectId, command.By, ct);
            DataLife.Table.Demand(DataAct.Comment, project.Role, project.State);
            if ((await comments.OfAsync(command.ProjectId, command.Kind, command.LineId, ct)).FirstOrDefault(c => c.Id == command.CommentId) is { } there)
            {
                if (there.By != command.By.Id && project.Role != DataLife.Owner)
                {
                    throw RuleBrokenException.Forbidden("footprint.comment-of-another", new(
                        "Un commentaire est retiré par son auteur, ou par le propriétaire du projet.",
                        "A comment is removed by its author, or by the owner of the project."));
                }

                await store.Begin(command.By).Also("delete from line_comments where comment_id = $1", command.CommentId).SaveAsync(ct);
            }

            return Unit.Value;
        }
    }

    public static void Map(Routes to)
    {
        // The button stands beside the comment; whoever opens the address itself is sent there.
        to.Page(Links.RemoveComment, (ProjectId id, AssessmentKind kind, LineId line, CommentId comment) => Page.Redirect(Links.Comments(id, kind, line)));
        to.Form(Links.RemoveComment, PostAsync);
        to.Delete("/api/footprints/{projectId:guid}/{kind}/lines/{lineId:guid}/comments/{commentId:guid}", DeleteAsync);
    }

    private static async Task<IResult> PostAsync(ProjectId id, AssessmentKind kind, LineId line, CommentId comment, Asked asked, IMediator mediator, CancellationToken ct)
    {
        await mediator.Send(new RemoveComment(id, kind, line, comment, asked.By), ct);
        return Page.Redirect(Links.Comments(id, kind, line), Flash.Done("Commentaire retiré.", "Comment removed."));
    }

    /// <summary>Takes a comment back.</summary>
    private static async Task<NoContent> DeleteAsync(ProjectId projectId, string kind, LineId lineId, CommentId commentId, Asked asked, IMediator mediator, CancellationToken ct)
    {
        await mediator.Send(new RemoveComment(projectId, AssessmentApi.KindOf(kind), lineId, commentId, asked.By), ct);
        return TypedResults.NoContent();
    }
}
