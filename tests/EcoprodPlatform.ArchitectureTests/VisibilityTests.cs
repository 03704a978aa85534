using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.ArchitectureTests;

/// <summary>Nothing of a module is public but its module class, its pages and what pages show.</summary>
public sealed class VisibilityTests
{
    [Fact]
    public void Only_the_module_class_pages_and_what_they_show_are_public()
    {
        foreach (var module in Solution.Modules)
        {
            var assembly = Path.Combine(AppContext.BaseDirectory, $"EcoprodPlatform.{module}.dll");
            TooPublic(assembly).ShouldBeEmpty($"{module}: handlers, projections, reactions and aggregates are internal");
            PublicTypes(assembly).ShouldContain($"{module}Module");
        }
    }

    /// <summary>The check can fail: this assembly holds one of each, public.</summary>
    [Fact]
    public void Public_handlers_projections_reactions_and_aggregates_are_found()
        => TooPublic(typeof(VisibilityTests).Assembly.Location).Order(StringComparer.Ordinal)
            .ShouldBe([nameof(OnProbe), nameof(ProbeAggregate), nameof(ProbeHandler), nameof(ProbeProjection)]);

    private static List<string> PublicTypes(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        return [.. Public(metadata).Select(t => metadata.GetString(t.Name))];
    }

    private static List<string> TooPublic(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        return
        [
            .. Public(metadata)
                .Where(t => metadata.GetString(t.Name) is var name
                    && (name.EndsWith("Handler", StringComparison.Ordinal) || name.EndsWith("Projection", StringComparison.Ordinal)
                        || (name.StartsWith("On", StringComparison.Ordinal) && name.Length > 2 && char.IsUpper(name[2]))
                        || t.GetInterfaceImplementations().Select(i => metadata.GetInterfaceImplementation(i).Interface)
                            .Any(i => i.Kind == HandleKind.TypeSpecification && Names(metadata, i).Contains("IAggregate`1"))))
                .Select(t => metadata.GetString(t.Name)),
        ];
    }

    private static IEnumerable<TypeDefinition> Public(MetadataReader metadata)
        => metadata.TypeDefinitions.Select(metadata.GetTypeDefinition).Where(t => (t.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public);

    private static IEnumerable<string> Names(MetadataReader metadata, EntityHandle specification)
    {
        var blob = metadata.GetBlobReader(metadata.GetTypeSpecification((TypeSpecificationHandle)specification).Signature);
        // GENERICINST, CLASS, then the coded token of the generic type.
        blob.ReadByte();
        blob.ReadByte();
        var handle = blob.ReadTypeHandle();
        if (handle.Kind == HandleKind.TypeReference)
        {
            yield return metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)handle).Name);
        }
    }
}
