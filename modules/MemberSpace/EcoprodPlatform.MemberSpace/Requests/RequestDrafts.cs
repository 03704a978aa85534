using System.Globalization;
using System.Net.Mail;

namespace EcoprodPlatform.MemberSpace.Requests;

/// <summary>
/// Reads the form of a request. Files are received one by one, so that a bad one spoils no other; what was received comes back with the
/// form under its id, and nobody chooses a file twice.
/// </summary>
internal sealed class RequestDrafts(RequestFiles files, DocumentStore<MemberSpaceModule> documents, IdSource ids)
{
    public const string RequestField = "request";
    public const string TagsField = "tags";
    public const string CountField = "people";

    /// <summary>Button that asks for the fields of one more person.</summary>
    public const string MoreButton = "more";

    public static string FirstName(int at) => $"first{at}";

    public static string LastName(int at) => $"last{at}";

    public static string Email(int at) => $"email{at}";

    public static string Authorised(int at) => $"authorised{at}";

    public static string File(int at) => $"file{at}";

    public static string Document(int at) => $"document{at}";

    /// <summary>How many people the form has fields for.</summary>
    public static int Count(PageForm form)
        => Math.Clamp(int.TryParse(form[CountField], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 1, 1, SpaceRequest.MostAdministrators);

    /// <summary>An empty form, for a request that does not exist yet; with its id, so that sending it twice makes one.</summary>
    public PageForm New() => new PageForm { [RequestField] = ids.NewId().ToString() };

    /// <summary>What the form asks for; its errors are told in the form.</summary>
    /// <param name="form">As posted; files that came are entered into it.</param>
    /// <param name="kind">Which fields it has.</param>
    /// <param name="request">What the files are for.</param>
    /// <param name="by">Who sends it.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<RequestDraft> ReadAsync(PageForm form, string kind, RequestId request, Actor by, CancellationToken ct)
    {
        var isMore = form[MoreButton] is not null;
        var count = Count(form);
        List<string> tags = kind is RequestKinds.Opening or RequestKinds.Tags ? [.. (form[TagsField] ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)] : [];
        var seats = new List<DraftSeat>();
        if (kind is RequestKinds.Opening or RequestKinds.Administrators)
        {
            await ReceiveAsync(form, count, request, by, ct);
            var there = await files.OfAsync(request, by, ct);
            for (var at = 0; at < count; at++)
            {
                if (!there.ContainsKey(form.Id(Document(at)) ?? default))
                {
                    form.Set(Document(at), (string?)null);
                }

                // The fields of a person that were left empty ask for nobody, but for the first ones.
                if (!isMore && (at == 0 || new[] { FirstName(at), LastName(at), Email(at), Document(at) }.Any(f => !string.IsNullOrWhiteSpace(form[f]))))
                {
                    seats.Add(Seat(form, at));
                }
            }

            foreach (var twice in seats.Where(s => s.Email.Length > 0).GroupBy(s => s.Email, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
            {
                form.Add(Email(seats.FindLastIndex(s => ReferenceEquals(s, twice.Last()))), new Text($"{twice.Key} est écrit pour deux personnes.", $"{twice.Key} is written for two people."));
            }
        }

        if (isMore)
        {
            form.Set(CountField, Math.Min(count + 1, SpaceRequest.MostAdministrators).ToString(CultureInfo.InvariantCulture));
        }

        return new RequestDraft(tags, seats, isMore);
    }

    /// <summary>The form of a request that exists, as it was last sent.</summary>
    public static PageForm Of(RequestView request)
    {
        var form = new PageForm
        {
            [RequestField] = request.Id.ToString(),
            [TagsField] = string.Join('\n', request.Tags),
            [CountField] = Math.Max(1, request.People.Count).ToString(CultureInfo.InvariantCulture),
        }.SetVersion(request.Version);
        for (var at = 0; at < request.People.Count; at++)
        {
            var person = request.People[at];
            form.Set(FirstName(at), person.FirstName).Set(LastName(at), person.LastName).Set(Email(at), person.Email)
                .Set(Authorised(at), true).Set(Document(at), person.Document?.Id.ToString());
        }

        return form;
    }

    private async Task ReceiveAsync(PageForm form, int count, RequestId request, Actor by, CancellationToken ct)
    {
        for (var at = 0; at < count; at++)
        {
            if (IncomingFile.Of(form.Files(File(at))) is not [var file, ..])
            {
                continue;
            }

            try
            {
                var received = await documents.ReceiveAsync(RequestFiles.OwnerOf(request), [file], RequestFiles.Rule, by, ct);
                form.Set(Document(at), received[0].Id.ToString());
            }
            catch (RuleBrokenException refused)
            {
                form.Add(File(at), refused.Text);
            }
        }
    }

    private static DraftSeat Seat(PageForm form, int at)
    {
        var first = form.Required(FirstName(at), new Text("Prénom", "First name"), max: 100);
        var last = form.Required(LastName(at), new Text("Nom", "Last name"), max: 100);
        var email = form.Required(Email(at), new Text("Adresse e-mail", "E-mail address"), max: 254);
        if (email.Length > 0 && !(MailAddress.TryCreate(email, out var address) && address.Address == email && address.Host.Contains('.', StringComparison.Ordinal) && !email.Any(char.IsWhiteSpace)))
        {
            form.Add(Email(at), new Text("Adresse e-mail : écrivez une adresse complète, par exemple prenom.nom@production.fr.", "E-mail address: write a complete address, for example first.last@production.fr."));
        }

        if (!form.Bool(Authorised(at)))
        {
            form.Add(Authorised(at), new Text("Confirmez que la personne est autorisée par le représentant légal.", "Confirm that the person is authorised by the legal representative."));
        }

        if (form.Id(Document(at)) is not { } document)
        {
            if (!form.ErrorsOf(File(at)).Any())
            {
                form.Add(File(at), new Text("Joignez l’autorisation signée.", "Attach the signed authorisation."));
            }

            return new DraftSeat(first, last, email, default);
        }

        return new DraftSeat(first, last, email, new DocumentId(document));
    }
}

/// <summary>What a form asks for.</summary>
/// <param name="IsMore">Only the fields of one more person are asked for: nothing is sent yet.</param>
internal sealed record RequestDraft(IReadOnlyList<string> Tags, IReadOnlyList<DraftSeat> People, bool IsMore)
{
    public static readonly RequestDraft Empty = new([], [], false);
}

/// <summary>One person of a form.</summary>
internal sealed record DraftSeat(string FirstName, string LastName, string Email, DocumentId Document);
