namespace EcoprodPlatform.Web;

/// <summary>Names of the authorization policies that every module may ask for.</summary>
public static class Policies
{
    /// <summary>Anyone who is signed in.</summary>
    public const string SignedIn = "signed-in";

    /// <summary>Members of Ecoprod's team.</summary>
    public const string Staff = "staff";

    /// <summary>The role claim that makes someone a member of Ecoprod's team.</summary>
    public const string StaffRole = "staff";
}
