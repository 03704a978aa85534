namespace EcoprodPlatform.Footprint.Distances;

/// <summary>A city that a trip may begin or end in.</summary>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="Latitude">Degrees, north over zero.</param>
/// <param name="Longitude">Degrees, east over zero.</param>
internal sealed record City(Text Name, string Country, double Latitude, double Longitude)
{
    /// <summary>Mean radius of the Earth, in kilometres.</summary>
    private const double Radius = 6371.0088;

    /// <summary>The great circle to another city, in whole kilometres.</summary>
    public int KilometresTo(City other)
    {
        var (north, east) = (Radians(other.Latitude - Latitude), Radians(other.Longitude - Longitude));
        var chord = Math.Pow(Math.Sin(north / 2), 2) + (Math.Cos(Radians(Latitude)) * Math.Cos(Radians(other.Latitude)) * Math.Pow(Math.Sin(east / 2), 2));
        return (int)Math.Round(2 * Radius * Math.Asin(Math.Min(1, Math.Sqrt(chord))), MidpointRounding.AwayFromZero);
    }

    private static double Radians(double degrees) => degrees * Math.PI / 180;
}
