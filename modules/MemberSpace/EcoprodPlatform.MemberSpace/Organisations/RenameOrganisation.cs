using EcoprodPlatform.Web.Fields;

namespace EcoprodPlatform.MemberSpace.Organisations;

/// <summary>Staff correct a structure's name; every tag of it is then shown with the new one.</summary>
internal sealed record RenameOrganisation(OrganisationId Id, string Name, long? Seen, Actor By) : IRequest<long>
{
    internal sealed class Handler(OrganisationDesk desk) : IRequestHandler<RenameOrganisation, long>
    {
        public Task<long> Handle(RenameOrganisation command, CancellationToken ct)
            => desk.ActAsync(command.Id, command.Seen, command.By, o => o.Rename(command.Name), ct);
    }

    public static void Map(Routes to)
    {
        to.Staff.Page(Links.Name, ShowAsync);
        to.Staff.Form(Links.Name, PostAsync);
        to.Staff.Put("/api/organisations/{id:guid}/name", PutAsync);
    }

    private static async Task<IResult> ShowAsync(OrganisationId id, OrganisationReader reader, CancellationToken ct)
    {
        var organisation = await reader.ReadAsync(id, ct);
        return Page.Of(Model(organisation, new PageForm { ["name"] = organisation.Name }.SetVersion(organisation.Version)));
    }

    private static async Task<IResult> PostAsync(OrganisationId id, Asked asked, PageForm form, OrganisationReader reader, IMediator mediator, CancellationToken ct)
    {
        var name = form.Required("name", new Text("Nom", "Name"));
        return await form.TryAsync(() => mediator.Send(new RenameOrganisation(id, name, form.Version(), asked.By), ct))
            ? Page.Redirect(Links.Organisation(id), Flash.Done("Nom enregistré.", "Name saved."))
            : Page.Of(Model(await reader.ReadAgainAsync(id, form, ct), form), form.Status);
    }

    /// <summary>Changes the name. If-Match must hold the version that was read.</summary>
    private static async Task<NoContent> PutAsync(OrganisationId id, Body body, Asked asked, SeenVersion seen, IMediator mediator, CancellationToken ct)
        => asked.NoContent(await mediator.Send(new RenameOrganisation(id, body.Name ?? "", seen, asked.By), ct));

    private static NamePage Model(OrganisationView organisation, PageForm form)
        => new() { Organisation = organisation, Form = form, Title = new Text("Renommer la structure", "Rename the structure"), Verb = new Text("Enregistrer", "Save") };

    internal sealed record Body(string? Name) : IRuledBody
    {
        IEnumerable<RuleBrokenException> IRuledBody.Faults() => RuleBrokenException.Among(() => Label.Of(Name, "name", "organisation.name-required"));
    }
}
