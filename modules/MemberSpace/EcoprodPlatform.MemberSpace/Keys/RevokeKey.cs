namespace EcoprodPlatform.MemberSpace.Keys;

/// <summary>A key opens nothing any more, from the next request on: revoked by staff, or by an administrator of the space who would rather be safe.</summary>
internal sealed record RevokeKey(OrganisationId Id, KeyId KeyId, Actor By) : IRequest<long>
{
    internal sealed class Handler(OrganisationDesk desk) : IRequestHandler<RevokeKey, long>
    {
        public Task<long> Handle(RevokeKey command, CancellationToken ct)
            => desk.ActAsync(command.Id, null, command.By, o => o.RevokeKey(command.KeyId), ct);
    }

    public static void Map(Routes to)
    {
        to.Staff.Page(Links.KeyRevocation, ShowToStaffAsync);
        to.Staff.Form(Links.KeyRevocation, PostByStaffAsync);
        to.Staff.Delete("/api/organisations/{id:guid}/keys/{keyId:guid}", DeleteByStaffAsync, "RevokeKeyByStaff");
        to.Page(Links.OwnKeyRevocation, ShowAsync);
        to.Form(Links.OwnKeyRevocation, PostAsync);
        to.Delete("/api/member-spaces/{organisation:guid}/keys/{keyId:guid}", DeleteAsync);
    }

    private static async Task<IResult> ShowToStaffAsync(OrganisationId id, KeyId keyId, OrganisationReader reader, SpaceKeys keys, CancellationToken ct)
        => Page.Of(new RevokeKeyPage { Space = null, Structure = (await reader.ReadAsync(id, ct)).Name, Key = await keys.OneAsync(id, keyId, ct), Back = Links.Organisation(id) });

    private static async Task<IResult> PostByStaffAsync(OrganisationId id, KeyId keyId, Asked asked, IMediator mediator, CancellationToken ct)
    {
        await mediator.Send(new RevokeKey(id, keyId, asked.By), ct);
        return Page.Redirect(Links.Organisation(id), Done());
    }

    private static async Task<IResult> ShowAsync(OrganisationId organisation, KeyId keyId, Asked asked, SpaceAccess access, SpaceKeys keys, CancellationToken ct)
    {
        var space = await access.DemandAsync(organisation, asked.By, ct);
        return Page.Of(new RevokeKeyPage { Space = space, Structure = space.Name, Key = await keys.OneAsync(organisation, keyId, ct), Back = Links.Api(organisation) });
    }

    private static async Task<IResult> PostAsync(OrganisationId organisation, KeyId keyId, Asked asked, SpaceAccess access, IMediator mediator, CancellationToken ct)
    {
        await access.DemandAsync(organisation, asked.By, ct);
        await mediator.Send(new RevokeKey(organisation, keyId, asked.By), ct);
        return Page.Redirect(Links.Api(organisation), Done());
    }

    /// <summary>Revokes a key of the structure, for staff.</summary>
    private static async Task<NoContent> DeleteByStaffAsync(OrganisationId id, KeyId keyId, Asked asked, IMediator mediator, CancellationToken ct)
        => asked.NoContent(await mediator.Send(new RevokeKey(id, keyId, asked.By), ct));

    /// <summary>Revokes a key of the space, for its administrators.</summary>
    private static async Task<NoContent> DeleteAsync(OrganisationId organisation, KeyId keyId, Asked asked, SpaceAccess access, IMediator mediator, CancellationToken ct)
    {
        await access.DemandAsync(organisation, asked.By, ct);
        await mediator.Send(new RevokeKey(organisation, keyId, asked.By), ct);
        return TypedResults.NoContent();
    }

    private static Flash Done() => Flash.Done("Clé révoquée : elle n’ouvre plus rien.", "Key revoked: it opens nothing any more.");
}
