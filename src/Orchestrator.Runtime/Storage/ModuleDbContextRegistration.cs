using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Orchestrator.Runtime.Storage;

/// <summary>Registers the tables that modules own.</summary>
public static class ModuleDbContextRegistration
{
    /// <summary>
    /// Registers an <see cref="IDbContextFactory{TContext}"/> for the configured database, and has the module's migrations applied when the host
    /// starts, after those of the runtime. Each module has its own migration history.
    /// </summary>
    /// <typeparam name="TContext">The module's model.</typeparam>
    /// <typeparam name="TSqlite">Owns the migrations for SQLite; has a public constructor taking <see cref="DbContextOptions"/> alone.</typeparam>
    /// <typeparam name="TPostgreSql">Owns the migrations for PostgreSQL; likewise.</typeparam>
    /// <param name="services">Where to register.</param>
    /// <param name="module">Short lower-case name, for example <c>cases</c>.</param>
    public static IServiceCollection AddModuleDbContext<TContext, TSqlite, TPostgreSql>(this IServiceCollection services, string module)
        where TContext : ModuleDbContext
        where TSqlite : TContext
        where TPostgreSql : TContext
    {
        services.AddSingleton<IDbContextFactory<TContext>>(provider => Factory<TContext, TSqlite, TPostgreSql>(provider.GetRequiredService<StorageSettings>(), module));
        return services.AddSingleton(provider =>
            new ModuleSchema(module, Factory<TContext, TSqlite, TPostgreSql>(provider.GetRequiredService<StorageSettings>().ForMigrations, module).CreateDbContext));
    }

    private static IDbContextFactory<TContext> Factory<TContext, TSqlite, TPostgreSql>(StorageSettings settings, string module)
        where TContext : ModuleDbContext
        where TSqlite : TContext
        where TPostgreSql : TContext => settings.Provider == StorageProvider.Sqlite
        ? new ModuleContextFactory<TContext, TSqlite>(Options<TSqlite>(settings, module))
        : new ModuleContextFactory<TContext, TPostgreSql>(Options<TPostgreSql>(settings, module));

    /// <summary>The options of a module's context; for design-time factories, which pass made-up settings.</summary>
    public static DbContextOptions<TContext> Options<TContext>(StorageSettings settings, string module)
        where TContext : ModuleDbContext
    {
        ArgumentNullException.ThrowIfNull(settings);
        var builder = new DbContextOptionsBuilder<TContext>();
        var history = ModuleSchema.HistoryTable(module);
        return settings.Provider == StorageProvider.Sqlite
            ? builder.UseSqlite(settings.ConnectionString, options => options.MigrationsHistoryTable(history)).Options
            : builder.UseNpgsql(settings.ConnectionString, options => options.MigrationsHistoryTable(history)).Options;
    }

    private sealed class ModuleContextFactory<TContext, TConcrete>(DbContextOptions options) : IDbContextFactory<TContext>
        where TContext : DbContext
        where TConcrete : TContext
    {
        public TContext CreateDbContext() => (TContext)Activator.CreateInstance(typeof(TConcrete), options)!;
    }
}
