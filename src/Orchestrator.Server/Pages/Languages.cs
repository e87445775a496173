using System.Globalization;
using Microsoft.AspNetCore.Localization;

namespace Orchestrator.Server.Pages;

/// <summary>
/// Chooses between Vietnamese and English: <c>?lang=</c>, then what was chosen before, then Accept-Language, then Vietnamese. Only texts follow the
/// language; numbers and dates in data are written the same for everyone.
/// </summary>
internal static class Languages
{
    private const string Parameter = "lang";
    private const string CookieName = "orchestrator-language";
    private static readonly CultureInfo[] Offered = [new("vi"), new("en")];

    /// <summary>Applies the choice to each request.</summary>
    public static IApplicationBuilder UseLanguages(this IApplicationBuilder app)
    {
        var options = new RequestLocalizationOptions
        {
            DefaultRequestCulture = new RequestCulture(CultureInfo.InvariantCulture, Offered[0]),
            SupportedCultures = [CultureInfo.InvariantCulture],
            SupportedUICultures = Offered,
            RequestCultureProviders =
            [
                new CustomRequestCultureProvider(context => Task.FromResult(Chosen(context))),
                new AcceptLanguageHeaderRequestCultureProvider(),
            ],
        };
        return app.UseRequestLocalization(options);
    }

    private static ProviderCultureResult? Chosen(HttpContext context)
    {
        if (context.Request.Query[Parameter].ToString() is { Length: > 0 } asked && IsOffered(asked))
        {
            context.Response.Cookies.Append(CookieName, asked, new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Strict,
                Secure = context.Request.IsHttps,
                MaxAge = TimeSpan.FromDays(365),
                IsEssential = true,
            });
            return Result(asked);
        }

        return context.Request.Cookies[CookieName] is { } kept && IsOffered(kept) ? Result(kept) : null;
    }

    private static ProviderCultureResult Result(string language) => new("", language);

    private static bool IsOffered(string language) => Offered.Any(culture => culture.Name == language);
}
