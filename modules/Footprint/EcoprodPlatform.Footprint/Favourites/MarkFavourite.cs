namespace EcoprodPlatform.Footprint.Favourites;

/// <summary>Marks a factor as a favourite of the person, or takes the mark off. Marked twice, it is one.</summary>
/// <param name="Project">The project whose own factor it is; null for one of the catalogue.</param>
internal sealed record MarkFavourite(string Code, ProjectId? Project, bool IsFavourite, Actor By) : IRequest<Unit>
{
    /// <summary>Field of the form, and name of the button of a line's form.</summary>
    public const string Field = "favori";

    internal sealed class Handler(EventStore<FootprintModule> store, ProjectAccess access, FactorList factors, FavouriteFactors favourites, TimeProvider clock) : IRequestHandler<MarkFavourite, Unit>
    {
        public async Task<Unit> Handle(MarkFavourite command, CancellationToken ct)
        {
            var work = store.Begin(command.By);
            if (!command.IsFavourite)
            {
                await work.Also("delete from favourite_factors where person_id = $1 and code = $2", command.By.Id, command.Code).SaveAsync(ct);
                return Unit.Value;
            }

            if (command.Project is { } project)
            {
                await access.ReadAsync(project, command.By, ct);
            }

            var factor = (command.Project is { } owner ? await factors.FindAsync(owner, command.Code, ct) : await factors.FindAsync(command.Code, ct)) ?? throw BrowseFactors.Unknown();
            LineRules.Use(command.Code, factor, out var barred);
            if (barred is not null)
            {
                throw barred;
            }

            var codes = await favourites.CodesAsync(command.By.Id, ct);
            if (codes.Count >= FavouriteFactors.Most && !codes.Contains(command.Code))
            {
                throw RuleBrokenException.Conflict("footprint.too-many-favourites", new(
                    $"Vous avez {FavouriteFactors.Most} facteurs favoris, c’est le plus possible : retirez-en un d’abord.", $"You have {FavouriteFactors.Most} favourite factors, which is the most there can be: remove one first."));
            }

            await work.Also("insert into favourite_factors (person_id, code, marked_at) values ($1, $2, $3) on conflict do nothing", command.By.Id, command.Code, clock.GetUtcNow()).SaveAsync(ct);
            return Unit.Value;
        }
    }

    public static void Map(Routes to)
    {
        to.Page(Links.Favourites, ShowAsync);
        to.Form(Links.Favourites, PostListAsync);
        // The button stands on the factor's page; whoever opens the address itself is sent there.
        to.Page(Links.MarkFavourite, (string code) => Page.Redirect(Links.Factor(code)));
        to.Form(Links.MarkFavourite, PostAsync);
        to.Get("/api/factors/favourites", ListAsync, "ListFavouriteFactors");
        to.Put("/api/factors/favourites/{code}", PutAsync, "MarkFavouriteFactor");
        to.Delete("/api/factors/favourites/{code}", DeleteAsync, "UnmarkFavouriteFactor");
    }

    /// <summary>From the form of a line, which keeps what is typed; what is refused is told by the notice.</summary>
    public static async Task<IResult> FromLineAsync(PageForm form, string path, ProjectId project, Actor by, IMediator mediator, CancellationToken ct)
    {
        var (code, on) = (form.Value(LineFields.Factor) ?? "", form.Bool(Field));
        var told = await form.TryAsync(() => mediator.Send(new MarkFavourite(code, OwnFactor.Is(code) ? project : null, on, by), ct)) ? Told(on) : Refused(form);
        return Page.Redirect(LineFields.Choose(path, form, code), told);
    }

    private static async Task<IResult> ShowAsync(Asked asked, FavouriteFactors favourites, CancellationToken ct)
        => Page.Of(new FavouritesPage { Favourites = await favourites.OfAsync(asked.By.Id, ct), Codes = await favourites.CodesAsync(asked.By.Id, ct) });

    private static async Task<IResult> PostListAsync(Asked asked, PageForm form, IMediator mediator, CancellationToken ct)
    {
        await mediator.Send(new MarkFavourite(form.Value(Field) ?? "", null, false, asked.By), ct);
        return Page.Redirect(Links.Favourites, Told(false));
    }

    private static async Task<IResult> PostAsync(string code, Asked asked, PageForm form, IMediator mediator, CancellationToken ct)
        => await form.TryAsync(() => mediator.Send(new MarkFavourite(code, null, form.Bool(Field), asked.By), ct))
            ? Page.Redirect(Links.Factor(code), Told(form.Bool(Field)))
            : Page.Redirect(Links.Factor(code), Refused(form));

    /// <summary>The codes of the factors that the caller has marked, the last marked first; those of projects among them.</summary>
    private static Task<IReadOnlyList<string>> ListAsync(Asked asked, FavouriteFactors favourites, CancellationToken ct) => favourites.CodesAsync(asked.By.Id, ct);

    /// <summary>Marks a factor as a favourite of the caller.</summary>
    /// <param name="project">The project whose own factor it is; left out for one of the catalogue.</param>
    private static async Task<NoContent> PutAsync(string code, Asked asked, IMediator mediator, CancellationToken ct, Guid? project = null)
    {
        await mediator.Send(new MarkFavourite(code, project is { } id ? new ProjectId(id) : null, true, asked.By), ct);
        return TypedResults.NoContent();
    }

    /// <summary>Takes the mark off.</summary>
    private static async Task<NoContent> DeleteAsync(string code, Asked asked, IMediator mediator, CancellationToken ct)
    {
        await mediator.Send(new MarkFavourite(code, null, false, asked.By), ct);
        return TypedResults.NoContent();
    }

    private static Flash Told(bool on) => (on
        ? Flash.Done("Ajouté à vos facteurs favoris : il vient en tête quand vous ajoutez une ligne.", "Added to your favourite factors: it comes first when you add a line.")
        : Flash.Done("Retiré de vos facteurs favoris.", "Removed from your favourite factors.")) with { Href = Links.Favourites, LinkLabel = new("Voir vos favoris", "See your favourites") };

    private static Flash Refused(PageForm form) => Flash.Warning(form.Errors[0].Text.Fr, form.Errors[0].Text.En) with { Href = Links.Favourites, LinkLabel = new("Voir vos favoris", "See your favourites") };
}
