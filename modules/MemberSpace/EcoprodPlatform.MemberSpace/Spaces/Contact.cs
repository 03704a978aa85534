namespace EcoprodPlatform.MemberSpace.Spaces;

/// <summary>Ways to reach the Ecoprod team about member spaces (MS-54, MS-59).</summary>
internal static class Contact
{
    public const string Address = "carbonclap@ecoprod.com";

    public const string Mail = "mailto:" + Address;
}
