namespace EcoprodPlatform.Footprint.Distances;

/// <summary>The fields of a form that name a trip.</summary>
internal readonly record struct TripFields(string From, string To, string Return)
{
    public bool AreEmpty(PageForm form) => string.IsNullOrWhiteSpace(form.Value(From)) && string.IsNullOrWhiteSpace(form.Value(To));
}
