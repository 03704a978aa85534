using System.Text.Json;
using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Kernel;
using Shouldly;

namespace EcoprodPlatform.Testing;

/// <summary>
/// Specs of an aggregate: <c>using static EcoprodPlatform.Testing.Spec&lt;Project&gt;;</c> then
/// <c>Given(events…).When(p => p.Decide()).Then(events…)</c> or <c>.ThenBreaks("code")</c>.
/// </summary>
public static class Spec<T>
    where T : class, IAggregate<T>
{
    /// <summary>What has happened before.</summary>
    public static Past Given(params object[] events) => new(events.Aggregate(T.Empty, (state, e) => state.Apply(e)));

    /// <summary>An aggregate with a past.</summary>
    public sealed class Past(T state)
    {
        public T State { get; } = state;

        /// <summary>Takes a decision; it is looked at by what follows.</summary>
        public Decision When(Func<T, IEnumerable<object>> decide)
        {
            try
            {
                return new Decision(State, [.. decide(State)], null);
            }
            catch (Exception e) when (e is RuleBrokenException or ConcurrencyException)
            {
                return new Decision(State, [], e);
            }
        }
    }

    /// <summary>A decision taken: events, or a refusal.</summary>
    public sealed class Decision(T before, IReadOnlyList<object> events, Exception? refusal)
    {
        /// <summary>Exactly these events came out; compared as they would be stored.</summary>
        public T Then(params object[] expected)
        {
            refusal.ShouldBeNull();
            events.Select(Stored).ShouldBe(expected.Select(Stored));
            return events.Aggregate(before, (state, e) => state.Apply(e));
        }

        /// <summary>Nothing was left to do.</summary>
        public T ThenNothing() => Then();

        /// <summary>The rule with this code said no.</summary>
        public RuleBrokenException ThenBreaks(string code)
        {
            var broken = refusal.ShouldBeOfType<RuleBrokenException>();
            broken.Code.ShouldBe(code);
            broken.Text.Fr.ShouldNotBeNullOrWhiteSpace();
            broken.Text.En.ShouldNotBeNullOrWhiteSpace();
            return broken;
        }

        /// <summary>Somebody else was faster.</summary>
        public void ThenIsStale() => refusal.ShouldBeOfType<ConcurrencyException>();

        private static string Stored(object e) => $"{e.GetType().Name} {JsonSerializer.Serialize(e, e.GetType(), EventMap.Json)}";
    }
}
