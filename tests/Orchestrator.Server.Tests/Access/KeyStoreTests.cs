using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Runtime.Storage;
using Orchestrator.Server.Access;

namespace Orchestrator.Server.Tests.Access;

public sealed class KeyStoreTests : IAsyncLifetime
{
    private readonly string directory = Directory.CreateTempSubdirectory("orchestrator-keys-").FullName;
    private readonly FakeTimeProvider time = new(DateTimeOffset.Parse("2026-11-23T08:00:00+07:00", System.Globalization.CultureInfo.InvariantCulture));
    private ServiceProvider services = null!;
    private IDbContextFactory<AccessDbContext> databases = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        services = new ServiceCollection()
            .AddSingleton(new StorageSettings(StorageProvider.Sqlite, $"Data Source={directory}/keys.db;Pooling=False"))
            .AddModuleDbContext<AccessDbContext, SqliteAccessDbContext, PostgreSqlAccessDbContext>(AccessDbContext.Module)
            .BuildServiceProvider();
        databases = services.GetRequiredService<IDbContextFactory<AccessDbContext>>();
        await using var database = await databases.CreateDbContextAsync(Cancellation);
        await database.Database.MigrateAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task A_key_lets_its_caller_in_with_role_and_scope()
    {
        var keys = Store("Production");
        var created = await keys.CreateAsync(new KeyDraft("portal", Role.Agency, "justice", ["00001", "00004"], TimeSpan.FromDays(1)), "system:test", false, Cancellation);

        var caller = await keys.FindCallerAsync(created.Text, Cancellation);

        Assert.NotNull(caller);
        Assert.Equal((Role.Agency, "justice", "agency:justice"), (caller.Role, caller.Agency, caller.Actor.ToString()));
        Assert.Equal(["00001", "00004"], caller.Localities);
    }

    [Fact]
    public async Task Neither_the_key_nor_its_secret_is_stored()
    {
        var created = await Store("Production").CreateAsync(Draft(), "system:test", false, Cancellation);
        await using var database = await databases.CreateDbContextAsync(Cancellation);
        var stored = await database.ApiKeys.SingleAsync(Cancellation);

        Assert.True(KeyText.TryParse(created.Text, out var key));
        Assert.Equal(32, stored.SecretHash.Length);
        Assert.NotEqual(key.Secret, stored.SecretHash);
        Assert.DoesNotContain(created.Text[22..], File.ReadAllText(Path.Combine(directory, "keys.db"), System.Text.Encoding.Latin1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_with_a_wrong_secret_is_not_accepted()
    {
        var keys = Store("Production");
        var created = await keys.CreateAsync(Draft(), "system:test", false, Cancellation);
        var last = created.Text[30];

        Assert.Null(await keys.FindCallerAsync(created.Text[..30] + (last == 'A' ? 'B' : 'A') + created.Text[31..], Cancellation));
    }

    [Fact]
    public async Task A_key_ends_when_it_expires()
    {
        var keys = Store("Production");
        var created = await keys.CreateAsync(Draft(), "system:test", false, Cancellation);

        time.Advance(TimeSpan.FromDays(1) - TimeSpan.FromSeconds(1));
        Assert.NotNull(await keys.FindCallerAsync(created.Text, Cancellation));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await keys.FindCallerAsync(created.Text, Cancellation));
    }

    [Fact]
    public async Task A_revoked_key_ends_at_once_here_and_within_the_freshness_on_another_node()
    {
        var (here, there) = (Store("Production"), Store("Production"));
        var created = await here.CreateAsync(Draft(), "system:test", false, Cancellation);
        Assert.NotNull(await here.FindCallerAsync(created.Text, Cancellation));
        Assert.NotNull(await there.FindCallerAsync(created.Text, Cancellation));

        await here.RevokeAsync(created.Key.Id, Cancellation);

        Assert.Null(await here.FindCallerAsync(created.Text, Cancellation));
        time.Advance(KeyStore.Freshness);
        Assert.Null(await there.FindCallerAsync(created.Text, Cancellation));
    }

    [Fact]
    public async Task A_development_key_works_in_Development_alone()
    {
        var created = await Store("Development").CreateAsync(Draft(), "system:test", development: true, Cancellation);

        Assert.NotNull(await Store("Development").FindCallerAsync(created.Text, Cancellation));
        Assert.Null(await Store("Production").FindCallerAsync(created.Text, Cancellation));
        Assert.False(await Store("Production").AnyAsync(Cancellation));
    }

    private static KeyDraft Draft() => new("support", Role.Administrator, null, [], TimeSpan.FromDays(1));

    private KeyStore Store(string environment) => new(databases, new Named(environment), time);

    private sealed class Named(string name) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = name;

        public string ApplicationName { get; set; } = "test";

        public string ContentRootPath { get; set; } = "/";

        public Microsoft.Extensions.FileProviders.IFileProvider ContentRootFileProvider { get; set; } = new Microsoft.Extensions.FileProviders.NullFileProvider();
    }
}
