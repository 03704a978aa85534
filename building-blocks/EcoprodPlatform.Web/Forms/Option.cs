using EcoprodPlatform.Kernel;

namespace EcoprodPlatform.Web.Forms;

/// <summary>One value of a closed list, with its words.</summary>
/// <param name="Group">Heading under which a select shows it.</param>
/// <param name="Note">A few words under the label of a radio button or checkbox.</param>
public sealed record Option(string Value, Text Label, Text? Group = null, Text? Note = null);
