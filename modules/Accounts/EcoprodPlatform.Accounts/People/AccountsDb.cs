using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace EcoprodPlatform.Accounts.People;

/// <summary>
/// Identity's tables (schema version 3: with passkeys), under plain names. The tables are made by Database/0001-people.sql;
/// this model only has to agree with it, which a test checks.
/// </summary>
internal sealed class AccountsDb(DbContextOptions<AccountsDb> options) : IdentityDbContext<Person, IdentityRole<Guid>, Guid>(options)
{
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<Person>(person =>
        {
            person.ToTable("people");
            person.Ignore(p => p.FullName);
            person.Ignore(p => p.PhoneNumber);
            person.Ignore(p => p.PhoneNumberConfirmed);
            person.Property(p => p.Id).ValueGeneratedNever();
            person.Property(p => p.FirstName).HasMaxLength(PersonName.Longest);
            person.Property(p => p.LastName).HasMaxLength(PersonName.Longest);
            person.Property(p => p.Language).HasMaxLength(2);
            person.HasIndex(p => p.NormalizedEmail).IsUnique().HasDatabaseName("people_normalized_email");
            person.HasIndex(p => p.NormalizedUserName).IsUnique().HasDatabaseName("people_normalized_user_name");
        });
        builder.Entity<IdentityRole<Guid>>(role =>
        {
            role.ToTable("roles");
            role.HasIndex(r => r.NormalizedName).IsUnique().HasDatabaseName("roles_normalized_name");
        });
        builder.Entity<IdentityUserRole<Guid>>().ToTable("person_roles");
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("person_claims");
        builder.Entity<IdentityUserLogin<Guid>>().ToTable("person_logins");
        builder.Entity<IdentityUserToken<Guid>>().ToTable("person_tokens");
        builder.Entity<IdentityUserPasskey<Guid>>().ToTable("person_passkeys");
        builder.Entity<IdentityRoleClaim<Guid>>().ToTable("role_claims");
        foreach (var entity in builder.Model.GetEntityTypes())
        {
            if (entity.IsMappedToJson())
            {
                entity.SetContainerColumnName("data");
                continue;
            }

            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(SnakeCase(property.Name));
            }
        }
    }

    private static string SnakeCase(string name)
    {
        var text = new StringBuilder();
        foreach (var c in name)
        {
            if (char.IsUpper(c) && text.Length > 0)
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }
}
