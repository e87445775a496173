using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Orchestrator.Runtime.Storage;

/// <summary>
/// Tables of one module. Columns are named in snake case; on SQLite instants are UTC ticks, so that comparing and sorting them is right.
/// A module derives one abstract context with its model, and from that one empty context per database, which own the migrations.
/// </summary>
public abstract class ModuleDbContext(DbContextOptions options) : DbContext(options)
{
    /// <inheritdoc />
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        ArgumentNullException.ThrowIfNull(configurationBuilder);
        if (Database.ProviderName == "Microsoft.EntityFrameworkCore.Sqlite")
            configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicks>();
    }

    /// <summary>Has what this context removes from now on overwritten in the file, where SQLite would leave it in free space. PostgreSQL overwrites it when it vacuums.</summary>
    public async Task OverwriteRemovedAsync(CancellationToken cancellationToken)
    {
        if (Database.ProviderName != "Microsoft.EntityFrameworkCore.Sqlite") return;
        await Database.OpenConnectionAsync(cancellationToken);
        await Database.ExecuteSqlRawAsync("PRAGMA secure_delete = ON", cancellationToken);
    }

    /// <summary>Describes the tables, then names every column in snake case.</summary>
    protected sealed override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        Describe(modelBuilder);
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
            property.SetColumnName(SnakeCase(property.Name));
    }

    /// <summary>Describes the module's tables.</summary>
    protected abstract void Describe(ModelBuilder model);

    private static string SnakeCase(string name)
    {
        var snake = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && snake.Length > 0) snake.Append('_');
            snake.Append(char.ToLowerInvariant(letter));
        }

        return snake.ToString();
    }

    private sealed class UtcTicks() : ValueConverter<DateTimeOffset, long>(at => at.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
}
