using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Orchestrator.Runtime.Storage;

namespace Orchestrator.Server.Access;

/// <summary>Who may come in, and what for: denied unless allowed.</summary>
internal static class AccessRegistration
{
    private const string KeyOrPage = "KeyOrPage";

    /// <summary>Registers keys, sign-in and permissions. An endpoint that says nothing about access needs a signed-in caller.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddModuleDbContext<AccessDbContext, SqliteAccessDbContext, PostgreSqlAccessDbContext>(AccessDbContext.Module);
        services.AddSingleton<KeyStore>();
        services.AddSingleton<FailedKeys>();
        services.AddAntiforgery(options =>
        {
            options.HeaderName = "X-Antiforgery-Token";
            options.Cookie.Name = "orchestrator-antiforgery";
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddAuthentication(KeyOrPage)
            .AddPolicyScheme(KeyOrPage, null, options => options.ForwardDefaultSelector = context =>
                ApiKeyAuthentication.KeyIn(context.Request) is null
                && (context.Request.Cookies.ContainsKey("orchestrator-page") || PageSignIn.WantsPage(context.Request))
                    ? PageSignIn.SchemeName
                    : ApiKeyAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.SchemeName, null)
            .AddCookie(PageSignIn.SchemeName, PageSignIn.Configure);
        services.AddAuthorization(options =>
        {
            options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
            foreach (var permission in Enum.GetValues<Permission>())
                options.AddPolicy(permission.Policy(), policy => policy.RequireAssertion(context => IsAllowed(context, permission)));
        });
        return services;
    }

    /// <summary>Lets only callers with the permission through.</summary>
    public static TBuilder Requires<TBuilder>(this TBuilder endpoint, Permission permission)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.RequireAuthorization(permission.Policy()).WithMetadata(permission);

    private static bool IsAllowed(AuthorizationHandlerContext context, Permission permission) =>
        Caller.From(context.User) is { } caller && Permissions.Of(caller.Role).Contains(permission);
}
