namespace EcoprodPlatform.MemberSpace.Keys;

/// <summary>Staff issue a key for the API, on a quotation (MS-5). It is told once: here.</summary>
internal sealed record IssueKey(OrganisationId Id, KeyTerms Terms, long? Seen, Actor By) : IRequest<IssueKey.Issued>
{
    /// <param name="Secret">The key.</param>
    /// <param name="Version">Of the structure since.</param>
    internal sealed record Issued(KeyId KeyId, string Secret, long Version);

    internal sealed class Handler(EventStore<MemberSpaceModule> store, OrganisationDesk desk, IdSource ids) : IRequestHandler<IssueKey, Issued>
    {
        private const int Shown = 12;

        public async Task<Issued> Handle(IssueKey command, CancellationToken ct)
        {
            var organisation = await store.LoadAsync<Organisation>(command.Id, ct);
            var (keyId, secret) = (new KeyId(ids.NewId()), SpaceKey.Prefix + LinkKey.New());
            OrganisationEvent[] events = [.. organisation.State.IssueKey(keyId, command.Terms, desk.Today)];
            organisation.Expect(command.Seen);
            await store.Begin(command.By).Append(organisation, events)
                .Also("insert into key_secrets (key_id, hash, beginning) values ($1, $2, $3)", keyId, LinkKey.Hash(secret), secret[..Shown])
                .SaveAsync(ct);
            return new Issued(keyId, secret, organisation.Version + events.Length);
        }
    }

    public static void Map(Routes to)
    {
        to.Staff.Page(Links.NewKey, ShowAsync);
        to.Staff.Form(Links.NewKey, PostAsync).NeverKept();
        to.Staff.Get("/api/organisations/{id:guid}/keys", ListAsync, "ListKeys");
        to.Staff.Post("/api/organisations/{id:guid}/keys", CreateAsync).NeverKept();
    }

    private static async Task<IResult> ShowAsync(OrganisationId id, OrganisationReader reader, SpaceKeys keys, CancellationToken ct)
    {
        var organisation = await reader.ReadAsync(id, ct);
        var form = new PageForm().Set("scopes", KeyScope.All.Select(s => s.Code)).Set("expiresOn", keys.Today.AddYears(1)).SetVersion(organisation.Version);
        return Page.Of(new IssueKeyPage { Organisation = organisation, Today = keys.Today, Form = form, Shown = null });
    }

    private static async Task<IResult> PostAsync(OrganisationId id, Asked asked, PageForm form, OrganisationReader reader, SpaceKeys keys, IMediator mediator, CancellationToken ct)
    {
        var expires = form.Date("expiresOn", new Text("Date de fin", "Last day"));
        Issued? issued = null;
        await form.TryAsync(async () => issued = await mediator.Send(
            new IssueKey(id, KeyTerms.Of(form.Value("name"), form.Value("quotation"), form.Values("scopes"), expires, keys.Today), form.Version(), asked.By), ct));
        // Not by a redirect: the key is in no address, no log, and on no page but this one.
        return Page.Of(
            new IssueKeyPage { Organisation = await reader.ReadAgainAsync(id, form, ct), Today = keys.Today, Form = form, Shown = issued is null ? null : new ShownKey(form.Value("name")!, issued.Secret) },
            form.Status);
    }

    /// <summary>The structure's keys, those in force first; none of them is told again.</summary>
    private static async Task<IReadOnlyList<SpaceKey>> ListAsync(OrganisationId id, OrganisationReader reader, SpaceKeys keys, CancellationToken ct)
    {
        await reader.ReadAsync(id, ct);
        return await keys.OfAsync(id, ct);
    }

    /// <summary>Issues a key for the structure's own programs; it is told here and never again.</summary>
    private static async Task<Created<IssuedKeyResource>> CreateAsync(OrganisationId id, KeyBody body, Asked asked, SpaceKeys keys, IMediator mediator, CancellationToken ct)
    {
        var terms = KeyTerms.Of(body.Name, body.Quotation, body.Scopes, body.ExpiresOn, keys.Today);
        var issued = await mediator.Send(new IssueKey(id, terms, asked.Seen, asked.By), ct);
        return asked.Created($"/api/organisations/{id}/keys/{issued.KeyId}", new IssuedKeyResource(issued.KeyId, terms.Name, terms.Scopes, terms.ExpiresOn, issued.Secret), issued.Version);
    }

    /// <summary>What is said of a key that is issued.</summary>
    /// <param name="Quotation">Reference of the quotation.</param>
    /// <param name="Scopes"><c>read:dashboard</c>, <c>read:projects</c>, <c>read:lines</c>.</param>
    /// <param name="ExpiresOn">Last day it opens anything, at most two years ahead.</param>
    internal sealed record KeyBody(string? Name, string? Quotation, string[]? Scopes, DateOnly? ExpiresOn);
}

/// <summary>A key that was just issued, with its secret.</summary>
public sealed record ShownKey(string Name, string Secret);

/// <summary>A key that was just issued.</summary>
/// <param name="Key">To be sent as <c>Authorization: Bearer</c>; told here and never again.</param>
internal sealed record IssuedKeyResource(Guid Id, string Name, IReadOnlyList<string> Scopes, DateOnly ExpiresOn, string Key);
