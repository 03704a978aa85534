namespace EcoprodPlatform.MemberSpace.Requests;

/// <summary>
/// What somebody asks of Ecoprod's team for a structure: its space, and later more tags, other administrators or the end of it
/// (MS-8 to MS-16, MS-54, MS-55, MS-58). Names and addresses of people stand in <c>request_people</c>, in no event.
/// </summary>
internal sealed record SpaceRequest : IAggregate<SpaceRequest, SpaceRequestEvent>
{
    public const int MostTags = 20;

    /// <summary>People in one request; each has a file, and a page has room for so many.</summary>
    public const int MostAdministrators = 5;

    public const int LongestMessage = 2000;

    public static string StreamType => "space_request";

    public static SpaceRequest Empty { get; } = new();

    public bool Exists { get; private init; }

    public OrganisationId OrganisationId { get; private init; }

    public string Kind { get; private init; } = "";

    public PersonId RequestedBy { get; private init; }

    public string State { get; private init; } = "";

    public PersonId? Leaving { get; private init; }

    public IReadOnlyList<string> Tags { get; private init; } = [];

    public IReadOnlyList<RequestedSeat> Administrators { get; private init; } = [];

    // ----- decisions

    /// <summary>Sent twice it is one.</summary>
    public IEnumerable<SpaceRequestEvent> Submit(OrganisationId organisation, string kind, PersonId by, RequestedContent content, PersonId? leaving = null)
        => Exists ? [] : [new SpaceRequested(organisation, kind, by, leaving, MustBeWhole(kind, content.Tags), [.. content.Administrators])];

    /// <summary>Staff ask for more information; what for is said.</summary>
    public IEnumerable<SpaceRequestEvent> Question(string? question)
    {
        MustBeOpen();
        return [new RequestQuestioned(Message(question, "question", new("Dites ce qu’il manque.", "Say what is missing.")))];
    }

    /// <summary>The requester answers, and may change everything that was asked for but the structure.</summary>
    public IEnumerable<SpaceRequestEvent> Answer(string? answer, RequestedContent content)
    {
        MustBeOpen();
        return [new RequestAnswered(string.IsNullOrWhiteSpace(answer) ? null : Message(answer, "answer", default), MustBeWhole(Kind, content.Tags), [.. content.Administrators])];
    }

    public IEnumerable<SpaceRequestEvent> Approve()
    {
        MustBeOpen();
        return [new RequestApproved()];
    }

    public IEnumerable<SpaceRequestEvent> Refuse(string? reason)
    {
        MustBeOpen();
        return [new RequestRefused(Message(reason, "reason", new("Donnez la raison du refus : elle est envoyée à la personne.", "Give the reason of the refusal: it is sent to the person.")))];
    }

    public IEnumerable<SpaceRequestEvent> Withdraw()
    {
        MustBeOpen();
        return [new RequestWithdrawn()];
    }

    // ----- fold

    public SpaceRequest Apply(SpaceRequestEvent @event) => @event switch
    {
        SpaceRequested e => this with
        {
            Exists = true,
            OrganisationId = new(e.OrganisationId),
            Kind = e.Kind,
            RequestedBy = new(e.RequestedBy),
            Leaving = e.Leaving is { } person ? new PersonId(person) : null,
            State = RequestStates.Submitted,
            Tags = e.Tags,
            Administrators = e.Administrators,
        },
        RequestQuestioned => this with { State = RequestStates.Questioned },
        RequestAnswered e => this with { State = RequestStates.Answered, Tags = e.Tags, Administrators = e.Administrators },
        RequestApproved => this with { State = RequestStates.Approved },
        RequestRefused => this with { State = RequestStates.Refused },
        RequestWithdrawn => this with { State = RequestStates.Withdrawn },
        _ => throw new InvalidOperationException($"A request knows no {@event.GetType().Name}."),
    };

    internal static RuleBrokenException Unknown() => RuleBrokenException.NotFound("request.unknown", new Text(
        "Cette demande n’existe pas, ou elle n’est pas la vôtre.", "This request does not exist, or it is not yours."));

    private void MustBeOpen()
    {
        if (!Exists)
        {
            throw Unknown();
        }

        if (!RequestStates.IsOpen(State))
        {
            var state = RequestStates.Words(State);
            throw RuleBrokenException.Conflict("request.closed", new Text(
                $"Cette demande n’attend plus rien : {state.Fr.ToLowerInvariant()}.", $"This request waits for nothing any more: {state.En.ToLowerInvariant()}."));
        }
    }

    private static string[] MustBeWhole(string kind, IReadOnlyList<string> written)
    {
        string[] tags = [.. written.Select(t => Label.Of(t, "tags", "tag.name-required"))];
        if (tags.Length == 0 && kind is RequestKinds.Opening or RequestKinds.Tags)
        {
            throw new RuleBrokenException("request.tags-required", new Text("Indiquez au moins un tag, un par ligne.", "Give at least one tag, one a line."), field: "tags");
        }

        if (tags.Length > MostTags)
        {
            throw new RuleBrokenException("request.too-many-tags", new Text($"{MostTags} tags au plus dans une demande ; d’autres se demandent plus tard.", $"At most {MostTags} tags in a request; others can be asked for later."), field: "tags");
        }

        return tags.GroupBy(Folded.Of).FirstOrDefault(g => g.Count() > 1) is { } twice
            ? throw new RuleBrokenException("request.tags-repeated", new Text(
                $"Le même tag est écrit plusieurs fois : {string.Join(", ", twice)}. Majuscules et accents ne font pas de différence.",
                $"The same tag is written several times: {string.Join(", ", twice)}. Capitals and accents make no difference."), field: "tags")
            : tags;
    }

    private static string Message(string? written, string field, Text missing)
    {
        var text = PlainText.Tidy(written, lines: true);
        return PlainText.IsEmpty(text)
            ? throw new RuleBrokenException("request.reason-required", missing, field: field)
            : PlainText.Fault(text, LongestMessage, lines: true) is { } fault
            ? throw new RuleBrokenException("request.message", fault, field: field)
            : text;
    }
}

/// <summary>What is asked for.</summary>
internal sealed record RequestedContent(IReadOnlyList<string> Tags, IReadOnlyList<RequestedSeat> Administrators)
{
    public static readonly RequestedContent None = new([], []);
}

/// <summary>Somebody who shall administer the space.</summary>
/// <param name="SeatId">Their row in <c>request_people</c>.</param>
/// <param name="DocumentId">The authorisation that the legal representative signed for them.</param>
internal sealed record RequestedSeat(Guid SeatId, Guid DocumentId);

/// <summary>What can be asked for.</summary>
internal static class RequestKinds
{
    public const string Opening = "opening";
    public const string Tags = "tags";
    public const string Administrators = "administrators";
    public const string Leaving = "leaving";
    public const string Closing = "closing";

    public static Text Words(string kind) => kind switch
    {
        Opening => new("Création de l’espace", "Creation of the space"),
        Tags => new("Nouveaux tags", "New tags"),
        Administrators => new("Nouvelles personnes administratrices", "New administrators"),
        Leaving => new("Retrait d’une personne administratrice", "Removal of an administrator"),
        Closing => new("Suppression de l’espace", "Deletion of the space"),
        _ => Text.Same(kind),
    };
}

/// <summary>Where a request stands.</summary>
internal static class RequestStates
{
    public const string Submitted = "submitted";
    public const string Questioned = "questioned";
    public const string Answered = "answered";
    public const string Approved = "approved";
    public const string Refused = "refused";
    public const string Withdrawn = "withdrawn";

    public static readonly IReadOnlyList<string> All = [Submitted, Questioned, Answered, Approved, Refused, Withdrawn];

    public static bool IsOpen(string state) => state is Submitted or Questioned or Answered;

    public static Text Words(string state) => state switch
    {
        Submitted => new("Envoyée", "Submitted"),
        Questioned => new("Précisions demandées", "More information asked"),
        Answered => new("Complétée", "Answered"),
        Approved => new("Acceptée", "Approved"),
        Refused => new("Refusée", "Refused"),
        Withdrawn => new("Retirée", "Withdrawn"),
        _ => Text.Same(state),
    };
}

/// <summary>What happened to a request.</summary>
internal abstract record SpaceRequestEvent;

internal sealed record SpaceRequested(Guid OrganisationId, string Kind, Guid RequestedBy, Guid? Leaving, string[] Tags, RequestedSeat[] Administrators) : SpaceRequestEvent;

internal sealed record RequestQuestioned(string Question) : SpaceRequestEvent;

/// <summary>Holds all that is asked for since.</summary>
internal sealed record RequestAnswered(string? Answer, string[] Tags, RequestedSeat[] Administrators) : SpaceRequestEvent;

internal sealed record RequestApproved : SpaceRequestEvent;

internal sealed record RequestRefused(string Reason) : SpaceRequestEvent;

internal sealed record RequestWithdrawn : SpaceRequestEvent;
