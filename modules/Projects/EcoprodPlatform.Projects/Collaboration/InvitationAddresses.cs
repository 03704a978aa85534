namespace EcoprodPlatform.Projects.Collaboration;

/// <summary>Who invitations were sent to: a plain table beside the log, emptied row by row as invitations end.</summary>
internal sealed class InvitationAddresses(ModuleLog<ProjectsModule> log)
{
    private const string Columns = "select invitation_id, email, language, key_hash from invitations";

    public async Task<IReadOnlyDictionary<Guid, InvitationAddress>> OfProjectAsync(ProjectId project, CancellationToken ct)
        => (await log.ListAsync(Columns + " where project_id = $1", Row, ct, project)).ToDictionary(a => a.InvitationId);

    /// <summary>An invitation of this project that is still open; null when it ended or never was.</summary>
    public async Task<InvitationAddress?> FindAsync(ProjectId project, InvitationId invitation, CancellationToken ct)
        => await log.FindAsync(Columns + " where project_id = $1 and invitation_id = $2", Row, ct, project, invitation);

    private static InvitationAddress Row(Npgsql.NpgsqlDataReader r) => new(r.GetGuid(0), r.GetString(1), r.GetString(2), r.GetFieldValue<byte[]>(3));
}

/// <summary>The address behind an invitation.</summary>
internal sealed record InvitationAddress(Guid InvitationId, string Email, string Language, byte[] KeyHash);
