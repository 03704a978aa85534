using EcoprodPlatform.Kernel;
using MediatR;

namespace EcoprodPlatform.Web;

/// <summary>
/// Has a command decided again when another one was saved at the same moment: two people who add lines have no reason to be refused.
/// One that was decided on a version compares it again, finds it stale and says so.
/// </summary>
internal sealed class RacedCommand<TRequest, TResponse> : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    /// <summary>Each lost race is somebody else's success: so many at once on one thing are no people.</summary>
    private const int Tries = 20;

    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        for (var tried = 1; ; tried++)
        {
            try
            {
                return await next();
            }
            catch (ConcurrencyException e) when (e.IsRace && tried < Tries)
            {
                // Loaded and decided anew by the handler.
            }
        }
    }
}
