using EcoprodPlatform.Web.Fields;

namespace EcoprodPlatform.Projects.Configuration;

/// <summary>
/// The Configuration page's form, to and from <see cref="ProjectConfiguration"/>. Reading collects what cannot be parsed,
/// then every rule of the domain, so that the page shows all there is to correct at once.
/// </summary>
internal static class ConfigurationForm
{
    /// <summary>Id of the project to create, chosen by the page: a double click creates one project.</summary>
    public const string ProjectField = "project";

    public static PageForm Of(ProjectConfiguration configuration) => ProjectConfiguration.Fields.Form(configuration);

    public static ProjectConfiguration Read(PageForm form)
    {
        var configuration = ProjectConfiguration.Fields.Read(form, new ProjectConfiguration());
        ProjectConfiguration.Fields.Tell(form, configuration.Faults());
        return configuration;
    }
}
