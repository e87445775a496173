using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Orchestrator.Runtime.CaseKeys;

/// <summary>Registers the key ring, once, for whoever needs it without the rest of the runtime.</summary>
public static class ContentKeysRegistration
{
    /// <summary>Adds <see cref="ContentKeys"/>. Reads <c>Privacy:KeyPath</c>.</summary>
    public static IServiceCollection AddContentKeys(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(CaseKeySettings.From(configuration));
        services.TryAddSingleton<KeyRing>();
        services.TryAddSingleton(provider => new ContentKeys(provider.GetRequiredService<KeyRing>()));
        return services;
    }
}
