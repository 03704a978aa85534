using System.Text.Json;
using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Kernel;
using Npgsql;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.BuildingBlocks.Tests.Kernel;

/// <summary>An id is the plain guid wherever it is written, and nothing but itself to the compiler.</summary>
public sealed class IdTests
{
    private static readonly Guid Plain = Guid.Parse("0199d4a0-0000-7000-8000-000000000001");

    public static TheoryData<Type> All => [.. typeof(IId).Assembly.GetTypes().Where(t => t.IsValueType && t.IsAssignableTo(typeof(IId)))];

    [Theory]
    [MemberData(nameof(All))]
    public void It_is_the_plain_guid_in_text_json_and_sql(Type type)
    {
        var id = Activator.CreateInstance(type, Plain)!;
        id.ToString().ShouldBe(Plain.ToString());
        var json = JsonSerializer.Serialize(id, type, EventMap.Json);
        json.ShouldBe(JsonSerializer.Serialize(Plain, EventMap.Json));
        JsonSerializer.Deserialize(json, type, EventMap.Json).ShouldBe(id);
        SqlStatement.Parameter(id).ShouldBeOfType<NpgsqlParameter<Guid>>().TypedValue.ShouldBe(Plain);
    }

    [Fact]
    public void A_route_reads_it_and_refuses_what_is_none()
    {
        TagId.TryParse(Plain.ToString(), null, out var tag).ShouldBeTrue();
        tag.ShouldBe(new TagId(Plain));
        TagId.TryParse("tag", null, out _).ShouldBeFalse();
        TagId.TryParse(null, null, out _).ShouldBeFalse();
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<TagId>("\"tag\""));
    }

    /// <summary>The way to a guid is open (events, SQL and links keep it); the way back is closed, or two ids could be swapped through it.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void Nothing_becomes_one_silently(Type type)
    {
        var conversions = type.GetMethods().Where(m => m.Name == "op_Implicit").ToList();
        conversions.ShouldHaveSingleItem().ReturnType.ShouldBe(typeof(Guid));
        conversions[0].GetParameters().ShouldHaveSingleItem().ParameterType.ShouldBe(type);
    }

    [Fact]
    public void The_kernels_ids_are_looked_at() => All.Count.ShouldBeGreaterThanOrEqualTo(4);
}
