namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>
/// Works out the number of a line that nobody has counted: the distance between two cities, the part of a device's life. It is put into the form before
/// the form is read, so that it is a number like any other: shown, changed, saved.
/// </summary>
internal sealed class QuantityHelp(RouteFile routes, TripReader trips, EquipmentFile equipment)
{
    private static readonly TripFields Fields = new(LineFields.From, LineFields.To, LineFields.Return);

    /// <summary>What can be worked out for a factor; null where there is nothing. Fills what a fresh form says by itself.</summary>
    public QuantityHelpView? Offer(PageForm form)
    {
        var factor = form.Value(LineFields.Factor);
        if (routes.Of(factor) is { } route)
        {
            form[LineFields.Return] = form.Value(LineFields.From) is null ? "true" : form[LineFields.Return];
            return new QuantityHelpView(IsTrip: true, route.Source, Shown(form)?.Formula);
        }

        if (equipment.YearsOf(factor) is { } years)
        {
            form[LineFields.Years] ??= Format.Input(years);
            return new QuantityHelpView(IsTrip: false, EquipmentFile.Source, Shown(form)?.Formula);
        }

        return null;
    }

    /// <summary>Works the number out and puts it into its field, with a label and a status where there are none; what cannot be worked out is told.</summary>
    /// <param name="anew">It was asked for: the number replaces what stands there.</param>
    /// <param name="stored">The quantity that the form was printed with, which it replaces too.</param>
    /// <returns>Null where nothing was told, or what was told is wrong.</returns>
    public WorkedNumber? Fill(PageForm form, bool anew = false, decimal? stored = null)
    {
        if (Read(form, anew) is not { } worked)
        {
            return null;
        }

        if (anew || IsEmpty(form, worked.Field) || (worked.Field == LineFields.Quantity && stored is { } there && form.Value(worked.Field) == Format.Input(there)))
        {
            form.Set(worked.Field, worked.Number);
        }

        if (IsEmpty(form, LineFields.Label))
        {
            form[LineFields.Label] = worked.Name.ToString();
        }

        if (IsEmpty(form, LineFields.Status))
        {
            form[LineFields.Status] = worked.Status.Code();
        }

        return worked;
    }

    private WorkedNumber? Read(PageForm form, bool isAsked)
    {
        var factor = form.Value(LineFields.Factor);
        return routes.Of(factor) is { } route ? ReadTrip(form, route, isAsked)
            : equipment.YearsOf(factor) is not null ? ReadUse(form, isAsked)
            : null;
    }

    /// <summary>The number again, for the formula beside it; nothing is told of what cannot be read.</summary>
    private WorkedNumber? Shown(PageForm form)
    {
        var copy = new PageForm();
        foreach (var name in LineFields.Helping.Append(LineFields.Factor))
        {
            copy[name] = form.Value(name);
        }

        return Read(copy, isAsked: false);
    }

    private WorkedNumber? ReadTrip(PageForm form, Route route, bool isAsked)
    {
        if (Fields.AreEmpty(form) && !isAsked)
        {
            return null;
        }

        return trips.Read(form, Fields, route) is { } trip ? new WorkedNumber(LineFields.Second, trip.Kilometres, trip.Name, trip.Formula, DataStatus.Estimated) : null;
    }

    private static WorkedNumber? ReadUse(PageForm form, bool isAsked)
    {
        if (IsEmpty(form, LineFields.Devices) && IsEmpty(form, LineFields.Days) && !isAsked)
        {
            return null;
        }

        var devices = Number(LineFields.Devices, DevicesLabel, 1_000_000);
        var days = Number(LineFields.Days, DaysLabel, 100_000);
        var years = Number(LineFields.Years, YearsLabel, 50);
        var share = IsEmpty(form, LineFields.Share) ? 100 : Number(LineFields.Share, ShareLabel, 100);
        if (devices is null || days is null || years is null || share is null)
        {
            return null;
        }

        var use = new EquipmentUse(devices.Value, days.Value, years.Value, share.Value);
        if (use.OutlastsItself)
        {
            form.Add(LineFields.Days, new Text("Jours d’emploi : plus que la durée de vie. Comptez alors l’appareil entier.", "Days of use: more than the lifetime. Then count the whole device."));
            return null;
        }

        return new WorkedNumber(LineFields.Quantity, use.Quantity, use.Name, use.Formula, DataStatus.Calculated);

        decimal? Number(string name, Text label, decimal most)
        {
            var number = form.Decimal(name, label, min: 0, max: most, required: true, decimals: LineRules.MostDecimals, example: 2);
            if (number == 0)
            {
                form.Add(name, new Text($"{label.Fr} : plus de zéro.", $"{label.En}: more than zero."));
            }

            return number == 0 ? null : number;
        }
    }

    private static bool IsEmpty(PageForm form, string name) => string.IsNullOrWhiteSpace(form.Value(name));

    internal static readonly Text DevicesLabel = new("Nombre d’appareils", "Number of devices");
    internal static readonly Text DaysLabel = new("Jours d’emploi de chacun", "Days of use of each");
    internal static readonly Text YearsLabel = new("Durée de vie", "Lifetime");
    internal static readonly Text ShareLabel = new("Part de ce temps pour le projet", "Share of that time for the project");
}

/// <summary>A number that was worked out, and what it is.</summary>
/// <param name="Field">The field of the line's form that it stands in.</param>
/// <param name="Name">What the line is called where nobody calls it otherwise.</param>
/// <param name="Formula">How it comes about.</param>
internal sealed record WorkedNumber(string Field, decimal Number, Text Name, Text Formula, DataStatus Status);

/// <summary>What can be worked out in a line's form.</summary>
/// <param name="IsTrip">A distance between two cities; otherwise the part of a device's life.</param>
/// <param name="Source">Where its assumptions come from.</param>
/// <param name="Formula">How the number comes about, where there is one.</param>
public sealed record QuantityHelpView(bool IsTrip, Text Source, Text? Formula);
