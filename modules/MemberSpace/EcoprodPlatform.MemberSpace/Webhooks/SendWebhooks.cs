using EcoprodPlatform.Jobs;

namespace EcoprodPlatform.MemberSpace.Webhooks;

/// <summary>Every minute: sends each address what is due to it, a few addresses at a time, so that one that does not answer holds up no other.</summary>
internal sealed class SendWebhooks(WebhookDispatch dispatch) : IJob
{
    private const int AtOnce = 8;

    public async Task RunAsync(CancellationToken ct)
    {
        await Parallel.ForEachAsync(
            await dispatch.DueAsync(ct),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct },
            async (due, stop) => await dispatch.SendDueAsync(due.Id, due.Failures, stop));
        await dispatch.ForgetAsync(ct);
    }
}
