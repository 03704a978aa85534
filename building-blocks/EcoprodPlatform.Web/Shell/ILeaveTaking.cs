using EcoprodPlatform.Kernel;

namespace EcoprodPlatform.Web.Shell;

/// <summary>What a module tells somebody who is about to delete their account: what others would miss, and how to see to it first.</summary>
public interface ILeaveTaking
{
    /// <summary>What hangs on this person; empty when nothing does.</summary>
    ValueTask<IReadOnlyList<LeftBehind>> OfAsync(Actor by, CancellationToken ct);
}

/// <summary>One thing that stays when its person goes.</summary>
/// <param name="Name">Its name, as its person wrote it.</param>
/// <param name="Becomes">What becomes of it unless they see to it.</param>
/// <param name="Acts">What they can do first.</param>
public sealed record LeftBehind(string Name, Text Becomes, IReadOnlyList<LeavingAct> Acts);

/// <summary>One thing that can be done before leaving.</summary>
/// <param name="Label">What.</param>
/// <param name="Href">Where.</param>
public sealed record LeavingAct(Text Label, string Href);
