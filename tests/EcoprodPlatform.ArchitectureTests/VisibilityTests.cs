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
            using var file = new PEReader(File.OpenRead(assembly));
            var metadata = file.GetMetadataReader();
            var publicTypes = metadata.TypeDefinitions.Select(metadata.GetTypeDefinition)
                .Where(t => (t.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public)
                .Select(t => (Name: metadata.GetString(t.Name), Type: t))
                .ToList();

            var handlers = publicTypes
                .Where(t => t.Name.EndsWith("Handler", StringComparison.Ordinal) || t.Name.EndsWith("Projection", StringComparison.Ordinal) || t.Name.StartsWith("On", StringComparison.Ordinal))
                .Select(t => t.Name);
            handlers.ShouldBeEmpty($"{module}: handlers, projections and reactions are internal");

            var aggregates = publicTypes.Where(t => t.Type.GetInterfaceImplementations()
                    .Select(i => metadata.GetInterfaceImplementation(i).Interface)
                    .Any(i => i.Kind == HandleKind.TypeSpecification && Names(metadata, i).Contains("IAggregate`1")))
                .Select(t => t.Name);
            aggregates.ShouldBeEmpty($"{module}: aggregates are internal");

            publicTypes.Select(t => t.Name).ShouldContain($"{module}Module");
        }
    }

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
