namespace EcoprodPlatform.Footprint.Distances;

/// <summary>Reads a trip between two cities from a form; what cannot be read is told beside its field.</summary>
internal sealed class TripReader(CityFile cities)
{
    public static readonly Text FromLabel = new("Ville de départ", "City of departure");
    public static readonly Text ToLabel = new("Ville d’arrivée", "City of arrival");

    public Trip? Read(PageForm form, TripFields fields, Route route)
    {
        var (from, to) = (ReadCity(form, fields.From, FromLabel), ReadCity(form, fields.To, ToLabel));
        if (from is null || to is null)
        {
            return null;
        }

        if (from == to)
        {
            form.Add(fields.To, new Text("Ville d’arrivée : c’est la ville de départ.", "City of arrival: it is the city of departure."));
            return null;
        }

        return new Trip(from, to, route, form.Bool(fields.Return));
    }

    private City? ReadCity(PageForm form, string field, Text label)
    {
        if (form.Required(field, label, LineRules.LongestLabel) is not { Length: > 0 } name)
        {
            return null;
        }

        var city = cities.Find(name);
        if (city is null)
        {
            var near = cities.Near(name);
            form.Add(field, near.Count == 0
                ? new Text($"{label.Fr} : « {name} » n’est pas parmi les {cities.All.Count} villes connues. Indiquez une grande ville voisine, ou la distance elle-même.", $"{label.En}: “{name}” is not among the {cities.All.Count} known cities. Give a large city nearby, or the distance itself.")
                : new Text($"{label.Fr} : « {name} » n’est pas connue. Est-ce {string.Join(", ", near.Select(c => c.Name.Fr))} ?", $"{label.En}: “{name}” is not known. Is it {string.Join(", ", near.Select(c => c.Name.En))}?"));
        }

        return city;
    }
}
